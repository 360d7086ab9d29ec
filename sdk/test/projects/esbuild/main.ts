import { createSymphonia, SDK_VERSION, tokenSource } from '@symphonia/sdk';
import { offlineQuote } from '@symphonia/sdk/quote';
import { tracking } from '@symphonia/sdk/tracking';

const auth = tokenSource({ refresh: () => fetch('/session').then((response) => response.json()) });
export const sym = createSymphonia({
  baseUrl: 'https://api.example.com/api/v1',
  auth,
  realtime: tracking(),
  quote: offlineQuote(),
});
console.log(SDK_VERSION, typeof sym.tracking.subscribe);
