import { makeChange } from '../../admin/change.ts';
import * as premium from '../../admin/premium.ts';
import type { Handler } from '../endpoint.ts';

export const grantPremium: Handler<'grantPremium'> = async (ports, { viewer, params, body }) =>
  await makeChange(
    ports,
    viewer.accountId,
    premium.grantPremium(params.handle, body.months, ports.random.uuid()),
  );
