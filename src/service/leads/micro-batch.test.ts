import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { microBatch, Overloaded, type BatchLimits } from './micro-batch.ts';

/** Batches that land when the test says so. */
function airport(limits: BatchLimits) {
  const flights: { items: readonly number[]; land: () => void; crash: (error: Error) => void }[] = [];
  const batches = microBatch<number, string>(
    limits,
    (items) =>
      new Promise((resolve, reject) => {
        flights.push({
          items,
          land: () => resolve(items.map((item) => ({ status: 'fulfilled', value: `${item}!` }))),
          crash: reject,
        });
      }),
  );
  return { flights, ...batches };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const limits = { flights: 2, worthAnother: 2, patience: 5, size: 3, waiting: 10 };

describe('a micro-batch', () => {
  it('flies with a lonely item at once', async () => {
    const { flights, add } = airport(limits);
    const answer = add(1);
    await turn();
    assert.deepEqual(
      flights.map(({ items }) => items),
      [[1]],
    );
    flights[0]?.land();
    assert.equal(await answer, '1!');
  });

  it('lets the next batch leave before it answers the last', async () => {
    const { flights, add } = airport({ ...limits, flights: 1 });
    const order: string[] = [];
    const first = add(1).then(() => order.push(`answered, ${flights.length} have left`));
    await turn();
    const second = add(2);
    await turn();
    flights[0]?.land();
    await first;
    assert.deepEqual(order, ['answered, 2 have left']);
    flights[1]?.land();
    assert.equal(await second, '2!');
  });

  it('shares what is on its way among its flights, where each share is worth a flight', async () => {
    const { flights, add } = airport({ ...limits, size: 100 });
    const answers = [1, 2, 3, 4, 5, 6, 7].map(add);
    await turn();
    const sizes = () => flights.map(({ items }) => items.length);
    assert.deepEqual(sizes(), [4, 3]);
    answers.push(...[8, 9, 10].map(add));
    flights[0]?.land();
    await turn();
    assert.deepEqual(sizes(), [4, 3, 3]);
    for (const { land } of flights) land();
    assert.equal((await Promise.all(answers)).at(-1), '10!');
  });

  it('gathers the items of one moment', async () => {
    const { flights, add } = airport(limits);
    const answers = [add(1), add(2)];
    await turn();
    assert.deepEqual(
      flights.map(({ items }) => items),
      [[1, 2]],
    );
    flights[0]?.land();
    assert.deepEqual(await Promise.all(answers), ['1!', '2!']);
  });

  it('keeps to its flights and its size; who waits flies next, in order', async () => {
    const { flights, add, waiting } = airport(limits);
    const answers = [1, 2, 3, 4, 5, 6, 7, 8].map(add);
    await turn();
    assert.deepEqual(
      flights.map(({ items }) => items),
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    );
    assert.equal(waiting(), 2);
    answers.push(add(9));
    flights[1]?.land();
    await answers[3];
    await turn();
    assert.deepEqual(flights[2]?.items, [7, 8, 9]);
    flights[0]?.land();
    flights[2]?.land();
    assert.deepEqual(
      await Promise.all(answers),
      [1, 2, 3, 4, 5, 6, 7, 8, 9].map((item) => `${item}!`),
    );
  });

  it('lets a few wait for the flight under way, until they are worth another', async () => {
    const { flights, add } = airport({ ...limits, worthAnother: 3, patience: 60_000 });
    const answers = [add(1)];
    await turn();
    answers.push(add(2), add(3));
    await turn();
    assert.equal(flights.length, 1);
    answers.push(add(4));
    await turn();
    assert.deepEqual(flights[1]?.items, [2, 3, 4]);
    answers.push(add(5));
    flights[0]?.land();
    await answers[0];
    await turn();
    assert.equal(flights.length, 2);
    flights[1]?.land();
    await answers[1];
    await turn();
    assert.deepEqual(flights[2]?.items, [5]);
    flights[2]?.land();
    await Promise.all(answers);
  });

  it('does not let a few wait long for a flight that is held up', async () => {
    const { flights, add } = airport({ ...limits, worthAnother: 3, patience: 10 });
    const held = add(1);
    await turn();
    const answer = add(2);
    while (flights.length < 2) await turn();
    flights[1]?.land();
    assert.equal(await answer, '2!');
    flights[0]?.land();
    await held;
  });

  it('refuses at once what is too much to wait', async () => {
    const { flights, add } = airport({ flights: 1, worthAnother: 1, patience: 5, size: 1, waiting: 2 });
    const first = add(1);
    await turn();
    const others = [add(2), add(3)];
    await assert.rejects(add(4), Overloaded);
    for (const index of [0, 1, 2]) {
      flights[index]?.land();
      await turn();
      await turn();
    }
    assert.deepEqual(await Promise.all([first, ...others]), ['1!', '2!', '3!']);
  });

  it('tells all of a flight that failed, and flies on', async () => {
    const { flights, add } = airport({ flights: 1, worthAnother: 1, patience: 5, size: 2, waiting: 10 });
    const settled = Promise.allSettled([add(1), add(2), add(3)]);
    await turn();
    flights[0]?.crash(new Error('lost'));
    await turn();
    flights[1]?.land();
    assert.deepEqual(
      (await settled).map(({ status }) => status),
      ['rejected', 'rejected', 'fulfilled'],
    );
  });

  it('gives each item its own result, and says when one is missing', async () => {
    const { add } = microBatch<number, string>(
      { flights: 1, worthAnother: 1, patience: 5, size: 5, waiting: 5 },
      async (items) =>
        items
          .slice(0, 2)
          .map((item) =>
            item === 1
              ? { status: 'fulfilled', value: 'one' }
              : { status: 'rejected', reason: new Error('bad') },
          ),
    );
    const settled = await Promise.allSettled([add(1), add(2), add(3)]);
    assert.deepEqual(
      settled.map((result) =>
        result.status === 'fulfilled' ? result.value : (result.reason as Error).message,
      ),
      ['one', 'bad', 'a batch came back without this item'],
    );
  });

  it('says when nothing is under way any more', async () => {
    const { flights, add, idle } = airport({
      flights: 1,
      worthAnother: 1,
      patience: 5,
      size: 1,
      waiting: 10,
    });
    await idle();
    const answers = [add(1), add(2)];
    let isIdle = false;
    const idling = idle().then(() => (isIdle = true));
    await turn();
    flights[0]?.land();
    await answers[0];
    await turn();
    assert.equal(isIdle, false);
    flights[1]?.land();
    await idling;
    assert.equal(await answers[1], '2!');
  });
});
