import { describe, expect, it } from 'vitest';
import { aNewProduct } from './catalog.fixtures.ts';
import { listedStatus, newProduct } from './catalog.model.ts';
import { presentProduct } from './catalog.present.ts';

const at = new Date('2026-11-21T08:30:00.000Z');
const head = { _id: 'ten_a:prd_a', tenantId: 'ten_a', id: 'prd_a', version: 1, createdAt: at, updatedAt: at };

describe('a new product', () => {
  it('can be ordered at once', () => {
    expect(newProduct(head, aNewProduct()).status).toBe('active');
  });

  it('is proven with a name unless it asks for something else', () => {
    expect(newProduct(head, aNewProduct()).proofRequired).toBe('name');
    expect(newProduct(head, aNewProduct({ proofRequired: 'photo' })).proofRequired).toBe('photo');
  });
});

describe('lists of products', () => {
  it.each(['admin', 'dispatcher', 'carrier', 'driver'])('show a %s what was withdrawn', (role) => {
    expect(listedStatus(role)).toEqual({});
  });

  it.each(['admin', 'dispatcher', 'carrier', 'driver'])('show a %s one status alone where asked', (role) => {
    expect(listedStatus(role, 'withdrawn')).toEqual({ status: 'withdrawn' });
  });

  it('show a client what it can order, and nothing of what it cannot', () => {
    expect(listedStatus('client')).toEqual({ status: 'active' });
    expect(listedStatus('client', 'active')).toEqual({ status: 'active' });
    expect(listedStatus('client', 'withdrawn')).toBe('none');
  });
});

describe('a product as it is shown', () => {
  it('has limits, empty ones when nothing is limited, and no key of the store', () => {
    const { limits: _, ...unlimited } = aNewProduct();
    expect(presentProduct(newProduct(head, unlimited))).toEqual({
      id: 'prd_a',
      name: 'Euro pallet, groupage',
      transportType: 'ltl',
      unit: 'pallet',
      limits: {},
      proofRequired: 'name',
      status: 'active',
      version: 1,
      createdAt: '2026-11-21T08:30:00.000Z',
      updatedAt: '2026-11-21T08:30:00.000Z',
    });
  });
});
