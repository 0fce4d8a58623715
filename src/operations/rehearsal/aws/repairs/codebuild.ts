import { withBody } from '../aws-call.ts';
import type { Repair } from '../repair-proxy.ts';
import { jsonAnswer, notFound, readJson, withJson } from './answers.ts';

const service = 'codebuild';

/** Keeps the webhooks of CodeBuild's projects, shows them where the projects are read, and deletes by ARN. */
export function codeBuildRepairs(): readonly Repair[] {
  const webhooks = new Map<string, Record<string, unknown>>();
  return [
    {
      service,
      operation: /^(Create|Update)Webhook$/,
      async answer(call) {
        const { projectName, ...sent } = readJson(call);
        const name = String(projectName);
        const address = `https://codebuild.${call.region}.amazonaws.com/webhooks`;
        webhooks.set(name, { ...webhooks.get(name), ...sent, url: address, payloadUrl: address });
        return jsonAnswer({ webhook: webhooks.get(name) });
      },
    },
    {
      service,
      operation: 'DeleteWebhook',
      async answer(call) {
        const name = String(readJson(call)['projectName']);
        return webhooks.delete(name)
          ? jsonAnswer({})
          : { ...notFound(`${name} has no webhook`), status: 400 };
      },
    },
    {
      service,
      operation: 'DeleteProject',
      answer(call, ask) {
        // AWS takes the ARN too, by which the provider asks.
        const name = String(readJson(call)['name']).split(':project/').at(-1);
        return ask(withBody(call, JSON.stringify({ name })));
      },
    },
    {
      service,
      operation: 'BatchGetProjects',
      async answer(call, ask) {
        const answer = await ask(call);
        if (answer.status !== 200) return answer;
        const { projects = [], ...rest } = readJson(answer) as { projects?: readonly { name: string }[] };
        const shown = projects.map((project) => {
          const webhook = webhooks.get(project.name);
          return webhook === undefined ? project : { ...project, webhook };
        });
        return withJson(answer, { ...rest, projects: shown });
      },
    },
  ];
}
