import { describe, expect, it } from 'vitest';
import { type Layout, readLayout, readProduct } from './product-columns.ts';

const ALL = 'name,transportType,unit,description,maxWeightGrams,maxVolumeLitres,maxQuantity,proofRequired';
const errorsOf = (line: string) => {
  const read = readLayout(line);
  return 'errors' in read ? read.errors.map(({ message }) => message) : [];
};

describe('the first line of a file of products', () => {
  it.each([
    [',', 'name,transportType,unit'],
    [';', 'unit;name;transportType;maxQuantity'],
    ['\t', 'name\ttransportType\tunit'],
    [',', ALL],
    [',', '"name" , "transportType","unit"'],
  ])('names its columns in any order, told apart by %j', (delimiter, line) => {
    const read = readLayout(line) as Layout;
    expect(read.delimiter).toBe(delimiter);
    expect(read.columns).toEqual(line.split(delimiter).map((name) => name.replaceAll('"', '').trim()));
  });

  it('that names an unknown column is told the nearest one', () => {
    expect(errorsOf('name,transporttype,unit')).toEqual([
      'column "transporttype" is not known; did you mean transportType?',
      'column transportType is missing.',
    ]);
  });

  it.each([
    ['name;unit', ['column transportType is missing.']],
    ['name,transportType,unit,name', ['column name is there twice.']],
    ['name,transportType,unit,', ['column 4 has no name.']],
    ['Euro pallet', expect.arrayContaining(['column name is missing.', 'column unit is missing.'])],
    ['"name,transportType,unit', expect.arrayContaining(['column name is missing.'])],
  ])('%s is told what is wrong with it', (line, messages) => {
    expect(errorsOf(line)).toEqual(messages);
  });
});

describe('a line of a file of products', () => {
  const columns = ALL.split(',');
  const line = (fields: Record<string, string>) =>
    columns.map((name) => ({ name: 'Box', transportType: 'ltl', unit: 'piece', ...fields })[name] ?? '');
  const productOf = (fields: Record<string, string> = {}) => readProduct({ columns }, line(fields));
  const mistakesOf = (values: readonly string[]) => {
    const read = readProduct({ columns }, values);
    return 'mistakes' in read ? read.mistakes : [];
  };

  it('is a product; what is empty is not there', () => {
    expect(productOf()).toEqual({ product: { name: 'Box', transportType: 'ltl', unit: 'piece' } });
    expect(
      productOf({ maxWeightGrams: '1200000', maxQuantity: '33', proofRequired: 'photo', description: 'd' }),
    ).toEqual({
      product: {
        name: 'Box',
        transportType: 'ltl',
        unit: 'piece',
        description: 'd',
        proofRequired: 'photo',
        limits: { maxWeightGrams: 1_200_000, maxQuantity: 33 },
      },
    });
  });

  it('may look like a formula or a number: a name is a name', () => {
    for (const name of ['=1+1', '007', 'null', '__proto__'])
      expect(productOf({ name })).toMatchObject({ product: { name } });
  });

  it.each([
    [{ transportType: 'lorry' }, '/transportType', 'enum', 'must be one of ftl, ltl, express, refrigerated, bulk.'],
    [{ name: '' }, '/name', 'required', 'is required.'],
    [{ name: 'x'.repeat(201) }, '/name', 'maxLength', 'must have at most 200 characters.'],
    [{ maxWeightGrams: '1.200' }, '/maxWeightGrams', 'type', 'must be a whole number, not "1.200".'],
    [{ maxQuantity: 'many' }, '/maxQuantity', 'type', 'must be a whole number, not "many".'],
    [{ maxQuantity: '0' }, '/maxQuantity', 'minimum', 'must be >= 1.'],
    [{ maxVolumeLitres: '-5' }, '/maxVolumeLitres', 'minimum', 'must be >= 1.'],
    [{ maxVolumeLitres: '9'.repeat(20) }, '/maxVolumeLitres', 'maximum', 'must be <= 1000000.'],
    [{ proofRequired: 'stamp' }, '/proofRequired', 'enum', 'must be one of none, name, signature, photo.'],
  ])('with %j is told which column is wrong, and why', (fields: Record<string, string>, pointer, code, message) => {
    expect(mistakesOf(line(fields))).toEqual([{ pointer, code, message }]);
  });

  it('is told all of its mistakes', () => {
    expect(
      mistakesOf(line({ name: '', unit: '', maxQuantity: 'x' }))
        .map(({ pointer }) => pointer)
        .sort(),
    ).toEqual(['/maxQuantity', '/name', '/unit']);
  });

  it('has a value for each column; a shifted one would land in another', () => {
    const short = [{ pointer: '', code: 'columns', message: 'has 3 values where the first line names 8 columns.' }];
    expect(mistakesOf(['Box', 'ltl', 'piece'])).toEqual(short);
    expect(mistakesOf([...line({}), 'more'])).toMatchObject([{ code: 'columns' }]);
    expect(mistakesOf([...line({}), '', ''])).toEqual([]);
  });
});
