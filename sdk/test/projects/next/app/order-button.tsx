'use client';

import { createSymphonia, type Symphonia, tokenSource } from '@symphonia/sdk';
import { outbox } from '@symphonia/sdk/outbox';
import { idbOutbox } from '@symphonia/sdk/outbox-idb';
import { useState } from 'react';
import { order } from './order';

let sym: Symphonia | undefined;

/** One SDK for the page, made when it is first needed: the server renders this component too. */
function symphonia(): Symphonia {
  const auth = tokenSource({ refresh: () => fetch('/session').then((response) => response.json()) });
  sym ??= createSymphonia({ baseUrl: '/api/v1', auth, outbox: outbox(idbOutbox()) });
  return sym;
}

export function OrderButton() {
  const [said, say] = useState('Order');
  const submit = async () => {
    const submission = await symphonia().orders.submit(symphonia().orders.draft(), order);
    say(submission.durability);
  };
  return (
    <button type="button" onClick={() => void submit()}>
      {said}
    </button>
  );
}
