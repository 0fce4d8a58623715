import type { Static, TSchema } from 'typebox';
import * as account from './account-api.ts';
import * as imports from './import-api.ts';
import * as lead from './lead-api.ts';
import type { Operation } from './operation.ts';
import * as source from './source-api.ts';
import * as suppression from './suppression-api.ts';
import * as system from './system-api.ts';

/** Every operation of the API, in the order of the document. */
export const operations = [
  lead.postLead,
  lead.listLeads,
  lead.getLead,
  lead.getLeadHistory,
  lead.eraseLead,
  lead.postErasure,
  lead.listErasures,
  imports.postImport,
  imports.listImports,
  imports.getImport,
  imports.getVerdicts,
  source.listSources,
  source.postSource,
  source.getSource,
  source.patchSource,
  source.getLeaderboard,
  suppression.listSuppressions,
  suppression.postSuppression,
  suppression.deleteSuppression,
  system.getEvents,
  account.listAccounts,
  account.getAccount,
  account.patchAccount,
  account.postAccount,
  account.listApiKeys,
  account.postApiKey,
  account.deleteApiKey,
  account.listUsers,
  account.postUser,
  account.patchUser,
  account.deleteUser,
  account.postSession,
  account.getSession,
  account.deleteSession,
  system.getSystem,
  system.getVersion,
  system.getLivez,
  system.getReadyz,
] as const satisfies readonly Operation[];

export type ApiOperation = (typeof operations)[number];

/** The API by «METHOD /path», for a typed client: `Api['GET /v1/leads']`. */
export type Api = { [O in ApiOperation as `${O['method']} ${O['path']}`]: O };

/** The value that a schema describes; `undefined` where there is none. */
export type ValueOf<S> = S extends TSchema ? Static<S> : undefined;

/** What an operation answers when it is done. */
export type AnswerOf<O extends Operation> = ValueOf<O['answers'][keyof O['answers']]>;
