import type { QuoteResult } from '@symphonia/sdk';
import { byId, say } from './dom.ts';
import { type Fields, priceKey, quoteInputOf } from './draft.ts';
import type { Product } from './products-view.ts';
import type { Sdk } from './session.ts';
import { age, money, sentence } from './words.ts';

type Shown = Pick<QuoteResult, 'price' | 'provisional' | 'ageMs'>;

/** Long enough that typing a weight is one question, in milliseconds. */
const PAUSE_MS = 350;

/**
 * The price of what the form says, asked a moment after the last change; an answer that is overtaken is dropped. Without
 * a network it is made on the device and says so. `quoted` gets the price that the order will carry.
 */
export function priceLine(
  sdk: Sdk,
  quoted: (price: QuoteResult['price']) => void,
): { ask(fields: Fields, product: Product | undefined): void; show(quote: Shown): void } {
  const line = byId('price');
  let asked = '';
  let timer: ReturnType<typeof setTimeout> | undefined;

  function show({ price, provisional, ageMs }: Shown): void {
    say(line, `${money(price.total, price.currency)} net`);
    line.dataset.provisional = String(provisional);
    say(
      byId('price-note'),
      provisional
        ? `Provisional: priced on this device with a price list that is ${age(ageMs)}.`
        : 'This price is held for you.',
    );
  }

  function empty(note: string): void {
    say(line, '–');
    delete line.dataset.provisional;
    say(byId('price-note'), note);
  }

  return {
    show,
    ask(fields, product) {
      const key = priceKey(fields);
      asked = key;
      clearTimeout(timer);
      const input = quoteInputOf(fields, product);
      empty(input ? 'Asking for the price…' : 'Choose product, cities and weight to see the price.');
      if (!input) return;
      timer = setTimeout(async () => {
        try {
          const quote = await sdk.pricing.quote(input);
          if (asked !== key) return;
          show(quote);
          quoted(quote.price);
        } catch (error) {
          if (asked === key)
            empty(`${sentence(error)} You can order all the same; the price is then made by the server.`);
        }
      }, PAUSE_MS);
    },
  };
}
