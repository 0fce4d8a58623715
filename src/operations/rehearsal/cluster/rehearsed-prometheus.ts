import { writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { names } from '../../../platform/midcoast.ts';
import { findFreePort } from '../../local/free-port.ts';
import { prometheusTool } from '../../toolbox/prometheus.ts';
import type { RehearsedCluster } from './cluster-step.ts';
import { untilReady } from './outside-program.ts';
import type { Picture, TrafficScript } from './scripted-traffic.ts';
import { requireTool } from '../../toolbox/require-tool.ts';

/** A Prometheus of the rehearsal’s own, and what it reads. */
export type RehearsedPrometheus = {
  readonly url: string;
  /** Where a deploy's own requests are answered, as by the newest version's pods. */
  readonly frontDoor: string;
  /** From now on the cluster is so, and the requests go where its routes lead. */
  readonly see: (picture: Picture) => void;
  /** Stops what it reads; the server itself is stopped with the step. */
  readonly stop: () => Promise<void>;
};

const patienceSeconds = 60;

/** Starts it, to read every second what the application’s pods tell of such requests. */
export async function startPrometheus(
  cluster: Pick<RehearsedCluster, 'machine' | 'say' | 'signal' | 'folder' | 'start'>,
  script: TrafficScript,
): Promise<RehearsedPrometheus> {
  const { machine, say, signal, folder } = cluster;
  const found = await requireTool(prometheusTool(machine), { say, signal });
  const exporter = await startExporter(script);
  try {
    const config = join(folder, 'prometheus.json');
    await writeFile(config, JSON.stringify(settings(exporter.port)));
    const address = `127.0.0.1:${await findFreePort()}`;
    const program = cluster.start({
      name: 'prometheus',
      program: join(found.path, 'prometheus'),
      words: [
        `--config.file=${config}`,
        `--storage.tsdb.path=${join(folder, 'prometheus')}`,
        `--web.listen-address=${address}`,
        '--log.level=warn',
      ],
    });
    const url = `http://${address}`;
    const isReady = async () => (await fetch(`${url}/-/ready`)).ok;
    await untilReady(program, isReady, { patienceSeconds, signal });
    const frontDoor = `http://127.0.0.1:${exporter.port}`;
    return { url, frontDoor, see: exporter.see, stop: exporter.stop };
  } catch (error) {
    await exporter.stop();
    throw error;
  }
}

/** JSON is YAML, too. Labels are those of a target that ServiceMonitor midcoast-monitor finds. */
function settings(port: number) {
  return {
    global: { scrape_interval: '1s', scrape_timeout: '1s' },
    scrape_configs: [
      {
        job_name: names.application,
        // The pods' own names stand in what is read: it is one target for all of them.
        honor_labels: true,
        static_configs: [
          {
            targets: [`127.0.0.1:${port}`],
            labels: { namespace: names.namespace, service: names.application },
          },
        ],
      },
    ],
  };
}

type Exporter = {
  readonly port: number;
  readonly see: (picture: Picture) => void;
  readonly stop: () => Promise<void>;
};

async function startExporter(script: TrafficScript): Promise<Exporter> {
  const worker = new Worker(new URL('./traffic-worker.ts', import.meta.url), { workerData: script });
  const [port] = (await once(worker, 'message')) as [number];
  return {
    port,
    see: (picture) => worker.postMessage(slim(picture)),
    async stop() {
      await worker.terminate();
    },
  };
}

/** What decides who is asked, and nothing else: pods say a lot more. */
function slim({ routes, services, pods }: Picture): Picture {
  return {
    routes,
    services: services.map(({ apiVersion, kind, metadata: { name }, spec: { selector } }) => ({
      apiVersion,
      kind,
      metadata: { name },
      spec: selector === undefined ? {} : { selector },
    })),
    pods: pods.map(
      ({ apiVersion, kind, metadata, spec: { containers }, status: { conditions = [] } = {} }) => ({
        apiVersion,
        kind,
        metadata,
        spec: { containers },
        status: { conditions },
      }),
    ),
  };
}
