import type { Platform } from '../../platform/midcoast.ts';
import { sound, withObject, withoutObject } from './test-workload.ts';

/** Takes one protection away from the objects of a real cluster. */
export type ObjectRemoval = {
  /** What is taken away, as a phrase. */
  readonly what: string;
  /** The rule that must say so, or all that must, in their order; no other may. */
  readonly rule: string | readonly string[];
  /** Production without it. */
  readonly without: () => Platform;
};

/** As a test writes into a copy: whatever shape the kind has. */
// oxlint-disable-next-line typescript/no-explicit-any -- a path through objects of any kind
type Tree = any;

/** Spoils one object; `kind name` says which. */
export function spoil(
  what: string,
  rule: ObjectRemoval['rule'],
  object: string,
  how: (spec: Tree, whole: Tree) => void,
): ObjectRemoval {
  const [kind = '', name = ''] = object.split(' ');
  const without = () =>
    withObject(kind, name, (whole: Tree) => {
      how(whole.spec, whole);
    });
  return { what, rule, without };
}

/** Spoils the pods of a workload. */
export function spoilPod(
  what: string,
  rule: ObjectRemoval['rule'],
  object: string,
  how: (pod: Tree, container: Tree) => void,
): ObjectRemoval {
  return spoil(what, rule, object, (spec) => {
    const { spec: pod } = (spec.jobTemplate?.spec ?? spec).template;
    how(pod, pod.containers[0]);
  });
}

/** Leaves one object out. */
export function drop(what: string, rule: ObjectRemoval['rule'], object: string): ObjectRemoval {
  const [kind = '', name = ''] = object.split(' ');
  return { what, rule, without: () => withoutObject(kind, name) };
}

/** Spoils what Helm is told of one add-on. */
export function spoilAddOn(
  what: string,
  rule: ObjectRemoval['rule'],
  addOn: string,
  how: (values: Tree) => void,
): ObjectRemoval {
  const without = () => ({
    ...sound,
    addOns: sound.addOns.map((each) => {
      if (each.name !== addOn) return each;
      const values: Tree = structuredClone(each.values);
      how(values);
      return { ...each, values };
    }),
  });
  return { what, rule, without };
}
