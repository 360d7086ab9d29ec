import { defineError } from '../../platform/errors/app-error.ts';
import type { OrderStatus } from './orders.types.ts';

const listed = (items: readonly string[], none: string) => (items.length > 0 ? items.join(' or ') : none);

export const OrderIdTaken = defineError<{ id: string }>({
  code: 'order_id_taken',
  status: 409,
  title: 'This order id is not free',
  detail: ({ id }) => `The id ${id} belongs to an order that you may not see.`,
  why: 'Order ids are made by clients; another order already has this one.',
  fix: 'Make a new UUIDv7. With a proper random source this does not happen.',
});
export const OrderCannotMove = defineError<{
  reference: string;
  from: OrderStatus;
  to: OrderStatus;
  allowed: readonly OrderStatus[];
  allowedBy: readonly string[];
}>({
  code: 'order_cannot_move',
  status: 409,
  title: 'The order cannot make this move',
  detail: ({ reference, from, to, allowed, allowedBy }) =>
    `Order ${reference} is ${from}; it can become ${listed(allowed, 'nothing else')}, not ${to}${allowedBy.length > 0 ? ` (${to} is reached by ${listed(allowedBy, '')})` : ''}.`,
  why: 'An order moves along its life cycle only; see the table of moves in the guide.',
  fix: 'Read the order again and choose one of the moves in allowed.',
});
export const OrderCannotBeAmended = defineError<{ reference: string; status: OrderStatus; fields: readonly string[] }>({
  code: 'order_cannot_be_amended',
  status: 409,
  title: 'This can no longer be changed',
  detail: ({ reference, status, fields }) =>
    `Order ${reference} is ${status}; ${fields.join(', ')} cannot be changed by you any more.`,
  why: 'Clients amend while the order is placed or in review, staff until pick-up; notes, contacts and the delivery window longer.',
  fix: 'Ask the dispatcher, or leave out the fields named.',
});
export const OrderHasNoPrice = defineError<{ reference: string; status: OrderStatus }>({
  code: 'order_has_no_price',
  status: 409,
  title: 'The order has no price, or would have none',
  detail: ({ reference, status }) =>
    status === 'review'
      ? `Order ${reference} has no price, because no grid gives one; it cannot be placed as it is.`
      : `Order ${reference} is ${status}, and no grid gives a price for what it would be; add a grid version that covers it, or change it otherwise.`,
  why: 'No pricing grid covers the order as it is, or as it would be, so nobody has agreed on a price.',
  fix: 'Add a grid version that covers it, or amend the order so that one does, and send the same again.',
});
export const TimelineFull = defineError<{ reference: string; limit: number }>({
  code: 'timeline_full',
  status: 409,
  title: 'The order has changed too often',
  detail: ({ reference, limit }) => `Order ${reference} has ${limit} entries in its timeline, the most it keeps.`,
  why: 'Something changes the order over and over, most likely a program in a loop.',
  fix: 'Find what repeats; place a new order if the transport goes on.',
});
export const CarrierDoesNotCover = defineError<{ carrier: string; missing: readonly string[] }>({
  code: 'carrier_does_not_cover',
  status: 409,
  title: 'The carrier does not cover this transport',
  detail: ({ carrier, missing }) => `${carrier} does not cover ${missing.join(', ')}.`,
  why: 'A carrier covers the cities and transport types that stand in its record.',
  fix: 'Choose another carrier, or send override: true to assign it all the same.',
});
export const AlternativeChanged = defineError<{ sent: string; current: string | undefined }>({
  code: 'alternative_changed',
  status: 409,
  title: 'Another alternative is offered now',
  detail: ({ sent, current }) =>
    current ? `You accepted ${sent}; ${current} is offered now.` : `You accepted ${sent}; nothing is offered now.`,
  why: 'Price or products changed again after you saw the alternative, or the order was amended or stopped meanwhile.',
  fix: 'Read the order again and decide on the alternative it shows.',
});
export const ProofRequired = defineError<{ kind: string }>({
  code: 'proof_required',
  status: 422,
  title: 'The delivery needs a proof',
  detail: ({ kind }) =>
    `A product of this order asks for ${kind === 'name' ? 'the name of who took it' : `a ${kind}`}; send it in proof.`,
  why: 'Products say how a delivery must be proven.',
  fix: 'Send proof with at and the name, signatureId or photoIds asked for.',
});
export const TooManyMatches = defineError<{ limit: number; withinMs?: number }>({
  code: 'too_many_matches',
  status: 400,
  title: 'Too many orders are there',
  detail: ({ limit, withinMs }) =>
    withinMs === undefined
      ? `More than ${limit} orders are picked up or delivered within that circle; at most ${limit} can be listed.`
      : `So many orders are around that place that they could not be looked through within ${withinMs} ms.`,
  why: 'Places have no order in time, so the orders around one are sorted in memory, which is done for so many only.',
  fix: 'Ask for a smaller radius, or narrow it by status or by transportType, and by createdFrom and createdTo.',
});
