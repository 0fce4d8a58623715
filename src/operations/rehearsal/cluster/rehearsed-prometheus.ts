import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { names } from '../../../platform/midcoast.ts';
import { Failure } from '../../failure.ts';
import { findFreePort } from '../../local/free-port.ts';
import { prometheusTool } from '../../toolbox/prometheus.ts';
import type { RehearsedCluster } from './cluster-step.ts';
import { untilReady } from './outside-program.ts';

/** A Prometheus of the rehearsal’s own, and what it reads. */
export type RehearsedPrometheus = {
  readonly url: string;
  /** Stops what it reads; the server itself is stopped with the step. */
  readonly stop: () => Promise<void>;
};

const patienceSeconds = 60;

/** Starts it, to read `text` every second as the metrics of the application’s pods. */
export async function startPrometheus(
  cluster: RehearsedCluster,
  text: () => string,
): Promise<RehearsedPrometheus> {
  const { machine, say, signal, folder } = cluster;
  const tool = prometheusTool(machine);
  const found = (await tool.find()) ?? (await tool.bring?.({ say, signal }));
  if (found === undefined) throw missing(tool.byHand);
  const exporter = await startExporter(text);
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
    return { url, stop: exporter.stop };
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

async function startExporter(
  text: () => string,
): Promise<{ readonly port: number; readonly stop: () => Promise<void> }> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(text());
  });
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function missing(byHand: string): Failure {
  return new Failure({
    code: 'prometheus_missing',
    exit: 'missing',
    message: 'there is no Prometheus with promtool and amtool on this machine',
    next: byHand,
  });
}
