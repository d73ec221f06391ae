import type { RolloutStatus } from '@parley/protocol';
import { useEffect, useRef } from 'react';
import type { FormEvent } from 'react';
import { rolloutText as text, ruleText } from '../../text/rollout.ts';
import { momentText } from '../../text/time.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Section } from '../../ui/Page.tsx';
import { HandleList } from './HandleList.tsx';
import { PlatformRow } from './PlatformRow.tsx';
import { ROLLOUT_PLATFORMS } from './rollout-draft.ts';
import { useRolloutDraft } from './use-rollout-draft.ts';
import adminStyles from './admin.module.css';
import styles from './RolloutPage.module.css';

export interface RolloutFormProps {
  /** What holds now, as far as this page knows. */
  status: RolloutStatus;
  onStatus: (status: RolloutStatus) => void;
}

/** The three platforms and the two lists. Whatever goes wrong, what was typed stays. */
export function RolloutForm({ status, onStatus }: RolloutFormProps) {
  const form = useRolloutDraft(status, onStatus);
  const { draft, change, problems, unknown } = form;
  const element = useRef<HTMLFormElement>(null);
  // What has to be put right may be far above the button.
  useEffect(() => {
    element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [problems, unknown]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    form.save();
  };
  return (
    <form ref={element} className={styles.form} onSubmit={submit} noValidate>
      {form.isOvertaken && (
        <Notice
          tone="error"
          action={
            <Button size="small" onPress={form.takeOver}>
              {text.takeOver}
            </Button>
          }
        >
          {text.overtakenTitle}. {text.overtaken} {text.nowHolds(summaryOf(status))}
        </Notice>
      )}
      <Section title={text.platforms}>
        {ROLLOUT_PLATFORMS.map((platform) => (
          <PlatformRow
            key={platform}
            platform={platform}
            value={draft.platforms[platform]}
            isWrong={problems.percent.includes(platform)}
            onChange={(value) => change({ ...draft, platforms: { ...draft.platforms, [platform]: value } })}
          />
        ))}
      </Section>
      <Section title={text.lists}>
        <div className={styles.lists}>
          <HandleList
            label={text.alwaysIn}
            hint={text.alwaysInHint}
            value={draft.alwaysIn}
            problem={problems.alwaysIn}
            unknown={unknown.alwaysIn}
            onChange={(alwaysIn) => change({ ...draft, alwaysIn })}
          />
          <HandleList
            label={text.alwaysOut}
            hint={text.alwaysOutHint}
            value={draft.alwaysOut}
            problem={problems.alwaysOut}
            unknown={unknown.alwaysOut}
            onChange={(alwaysOut) => change({ ...draft, alwaysOut })}
          />
        </div>
      </Section>
      <div className={styles.foot}>
        <p className={adminStyles.explained}>{changedText(status)}</p>
        <Button type="submit" variant="primary" isPending={form.isBusy}>
          {text.save}
        </Button>
      </div>
    </form>
  );
}

function summaryOf({ rollout }: RolloutStatus): string {
  return ROLLOUT_PLATFORMS.map((platform) => ruleText(text.platform[platform], rollout[platform])).join(', ');
}

function changedText({ changedBy, changedAtMs }: RolloutStatus): string {
  const when = momentText(changedAtMs, Date.now());
  return changedBy === null ? text.changedByNobody(when) : text.changedBy(changedBy, when);
}
