module midcoast/definitions

go 1.26.0

// Nothing here is compiled: these modules are read for the definitions and stages that their makers ship.
require (
	github.com/argoproj/argo-rollouts v1.9.0
	github.com/aws/karpenter-provider-aws v1.14.1
	github.com/external-secrets/external-secrets v1.3.2
	github.com/kubernetes-sigs/aws-load-balancer-controller v0.0.0-20260423195125-93ff3b5fdaad
	github.com/prometheus-operator/prometheus-operator v0.85.0
	istio.io/api v1.31.4
	k8s.io/autoscaler/vertical-pod-autoscaler v1.8.1
	sigs.k8s.io/kwok v0.8.0
)
