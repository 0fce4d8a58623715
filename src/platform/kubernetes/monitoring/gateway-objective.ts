import type { Objectives } from '../../../environments/environment.ts';
import type { Burning } from './burn-rates.ts';
import { byItself, gatewaySeries } from './gateway-series.ts';
import { growth } from './growth.ts';
import { rounded, type Objective } from './objective.ts';

/** What is promised of it, and how much of it is asked and goes wrong. */
export type GatewayObjective = Burning & Pick<Objective, 'wrong' | 'asked'>;

/**
 * The availability that is promised, as far as only the gateway sees it: a pod that answered is judged by what it says
 * itself. The load balancer's own questions are among the requests, since a proxy's metrics know no paths.
 */
export function gatewayObjective({ availabilityPercent }: Objectives): GatewayObjective {
  const rate = (window: string, ...matchers: readonly string[]) =>
    `sum(rate(${gatewaySeries(...matchers)}[${window}]))`;
  return {
    name: 'gateway',
    allowed: rounded(1 - availabilityPercent / 100),
    recorded: 'midcoast:gateway_failed:ratio_rate',
    share: (window, ...only) =>
      `(${rate(window, ...byItself, ...only)} or vector(0))\n/\n${rate(window, ...only)}`,
    wrong: (window, ...only) => `(${growth(gatewaySeries(...byItself, ...only), window)} or vector(0))`,
    asked: (window, ...only) => growth(gatewaySeries(...only), window),
  };
}
