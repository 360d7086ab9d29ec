import { describe, expect, it } from 'vitest';
import { pageReply, presented } from './page-reply.ts';

describe('the links of a page', () => {
  it('lead to the same list with the same filters from another cursor on', () => {
    const query = { limit: 2, count: true, transportType: 'ltl', cursor: 'old' };
    const reply = pageReply('listProducts', query, { data: [1, 2], next: 'a+b', prev: 'c', total: 9 });
    expect(reply.headers?.link).toBe(
      '</api/v1/products?limit=2&count=true&transportType=ltl&cursor=a%2Bb>; rel="next", </api/v1/products?limit=2&count=true&transportType=ltl&cursor=c>; rel="prev"',
    );
    expect(reply.body).toEqual({ data: [1, 2], next: 'a+b', prev: 'c', total: 9 });
  });

  it('name the order whose list it is', () => {
    const reply = pageReply('listOrderEvents', {}, { data: [], next: 'n' }, { orderId: '0192' });
    expect(reply.headers?.link).toBe('</api/v1/transport-orders/0192/events?cursor=n>; rel="next"');
  });

  it('are missing when there is no other page', () => {
    expect(pageReply('listProducts', { limit: 20 }, { data: [] })).toEqual({ status: 200, body: { data: [] } });
  });
});

it('a page is shown row by row and keeps its cursors', () => {
  expect(presented({ data: [1, 2], next: 'n' }, (n) => n * 10)).toEqual({ data: [10, 20], next: 'n' });
});
