import type { ReactNode } from 'react';
import { adminText } from '../../text/admin.ts';
import { Page } from '../../ui/Page.tsx';

export interface AdminPageProps {
  title: string;
  actions?: ReactNode;
  children: ReactNode;
}

/** A page of the admin area, one step below its start. */
export function AdminPage(props: AdminPageProps) {
  return <Page {...props} back={{ href: '/admin', label: adminText.back }} />;
}
