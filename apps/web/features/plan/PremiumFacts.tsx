import type { Plan } from '@parley/protocol';
import { Check } from 'lucide-react';
import { planText, priceText } from '../../text/plan.ts';
import styles from './plan.module.css';

/** What Premium gives, what is free without it, and what it costs; nothing that is not so. */
export function PremiumFacts({ offer }: { offer: Plan['offer'] }) {
  return (
    <div className={styles.facts}>
      <Facts title={planText.givesTitle} facts={planText.gives} />
      <Facts title={planText.freeTitle} facts={planText.free} />
      <p className={styles.price}>{offerText(offer)}</p>
    </div>
  );
}

function Facts({ title, facts }: { title: string; facts: readonly string[] }) {
  return (
    <section>
      <h3 className={styles.heading}>{title}</h3>
      <ul className={styles.list}>
        {facts.map((fact) => (
          <li key={fact}>
            <Check size={18} aria-hidden="true" className={styles.check} />
            {fact}
          </li>
        ))}
      </ul>
    </section>
  );
}

function offerText(offer: Plan['offer']): string {
  if (offer === null) return planText.ask;
  if (offer.kind === 'demo') return planText.priceDemo;
  return offer.price === null ? planText.priceUnknown : planText.price(priceText(offer.price));
}
