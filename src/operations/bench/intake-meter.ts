import type { Progress } from '../terminal.ts';
import type { Contender, Measured, Shape } from './contender.ts';
import { FdatasyncSampler, measureFdatasync } from './disk.ts';
import { postLeads } from './http-contender.ts';
import type { BulkMeasured } from './intake-contenders.ts';
import { countRows, proveRows, proveSettings, type Count } from './intake-proof.ts';
import type { IntakeSetup } from './intake-setup.ts';
import type { Round } from './ratios.ts';

/** Takes one measurement after the other and proves each before it counts. */
export class IntakeMeter {
  readonly #setup: IntakeSetup;
  readonly #signal: AbortSignal;
  readonly #progress: Progress;
  readonly #first: Count;
  #last: Count;
  #measurements = 0;
  #answered = 0;
  #bulk: BulkMeasured = { rows: 0, fileBytes: 0, memoryBytes: 0 };

  private constructor(setup: IntakeSetup, signal: AbortSignal, progress: Progress, count: Count) {
    this.#setup = setup;
    this.#signal = signal;
    this.#progress = progress;
    this.#first = count;
    this.#last = count;
  }

  static async start(setup: IntakeSetup, signal: AbortSignal, progress: Progress): Promise<IntakeMeter> {
    await proveSettings(setup.superuser);
    // A run under way ends with its generator, so that nobody waits for its seconds.
    signal.addEventListener('abort', () => setup.load.close(), { once: true });
    return new IntakeMeter(setup, signal, progress, await countRows(setup.superuser));
  }

  async measure(contender: Contender, shape: Shape): Promise<Measured> {
    const note = `${contender.name}, ${shape.connections === 1 ? '1 connection' : `${shape.connections} connections`}`;
    const measured = await this.#proved(contender.name, contender.writes, note, () => contender.run(shape));
    if (contender.name === 'bulk') this.#rememberBulk(measured as Measured & BulkMeasured);
    return measured;
  }

  /** The service at a steady pace, with the disk's fdatasync sampled meanwhile. */
  async measureHalfRate({
    connections,
    seconds,
    perSecond,
  }: Shape & { readonly perSecond: number }): Promise<Round['halfRate']> {
    const { servers, authorization, load, numbers, folder } = this.#setup;
    const quietFdatasync = measureFdatasync(folder);
    const disk = new FdatasyncSampler(folder);
    const { p99 = Number.NaN } = await this.#proved('single', true, 'single, half of its highest rate', () =>
      postLeads(
        { url: servers.single.url, authorization, load, numbers, name: 'single' },
        { connections, seconds, perSecond, expected: perSecond },
      ),
    ).finally(() => disk.stop());
    return { perSecond, p99, fdatasync: disk.median(), fdatasyncP99: disk.p99(), quietFdatasync };
  }

  async proofs(): Promise<{ measurements: number; rows: number; walFsyncs: number }> {
    await proveSettings(this.#setup.superuser);
    return {
      measurements: this.#measurements,
      rows: this.#answered,
      walFsyncs: this.#last.walFsyncs - this.#first.walFsyncs,
    };
  }

  /** The longest import of all. */
  bulk(): BulkMeasured {
    return this.#bulk;
  }

  async #proved<M extends Measured>(
    contender: string,
    writes: boolean,
    note: string,
    run: () => Promise<M>,
  ): Promise<M> {
    this.#signal.throwIfAborted();
    this.#progress.update(this.#measurements, note);
    const { superuser } = this.#setup;
    await superuser.query('checkpoint');
    const measured = await run().finally(() => this.#signal.throwIfAborted());
    const after = await countRows(superuser);
    const answered = writes ? measured.answered : 0;
    const idempotent = contender !== 'bulk';
    proveRows({ contender, before: this.#last, after, answered, idempotent });
    this.#last = after;
    this.#measurements += 1;
    this.#answered += answered;
    return measured;
  }

  #rememberBulk({ rows, fileBytes, memoryBytes }: BulkMeasured): void {
    const memory = Math.max(memoryBytes, this.#bulk.memoryBytes);
    this.#bulk =
      rows > this.#bulk.rows
        ? { rows, fileBytes, memoryBytes: memory }
        : { ...this.#bulk, memoryBytes: memory };
  }
}
