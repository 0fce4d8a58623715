import type { Environment } from './environment.ts';

/** Copies of every partition, each in a zone of its own. */
export const replicationFactor = 3;

/** Work topics, and a retry and a dead-letter topic to each: how many there may be at most. */
const mostTopics = 12;

/** Adding partitions later moves keys and breaks the order of a lead, so there is room from the start. */
const growth = 4;

/**
 * Partitions of a topic: a worker reads at least one, so four times the workers may join before there are too few,
 * rounded up so that each broker leads as many as the next.
 */
export function partitionsPerTopic({ application, queue }: Environment): number {
  return Math.ceil((application.mostWorkers * growth) / queue.brokers) * queue.brokers;
}

/** Partitions, replicas counted, that one broker holds of all topics. */
export function partitionsPerBroker(environment: Environment): number {
  return Math.ceil(
    (partitionsPerTopic(environment) * mostTopics * replicationFactor) / environment.queue.brokers,
  );
}
