/**
 * Minutes: the longest session that IAM gives a role
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage-assume.html); CodeBuild and GitHub let a job run
 * longer. The job, its runner and its credentials end together, so that none of them is cut off by another.
 */
export const deployMinutes = 12 * 60;
