import { leadLimits } from '../../leads/lead-input.ts';
import { postLead } from '../api/lead-api.ts';
import { textOf } from '../json-body.ts';
import type { LeadDoor } from '../lead-door.ts';
import { answeredItself, type Router } from '../routing.ts';

/** `POST /v1/leads`, as any route: for whom `leadLane` does not answer. */
export function intakeRoutes(router: Router, door: LeadDoor): void {
  router.on(
    postLead,
    async ({ caller, body, headers, request, reply }) => {
      const { status, json } = await door.take(
        caller,
        { value: body, text: textOf(request) },
        headers['idempotency-key'],
      );
      await reply.code(status).type('application/json; charset=utf-8').send(json);
      return answeredItself;
    },
    { bodyLimit: leadLimits.bytes, checksBody: true },
  );
}
