module midcoast/charts

go 1.26.0

// Nothing here is compiled: these modules are read for the charts that their makers keep in them.
require (
	github.com/aws/karpenter-provider-aws v1.14.1
	github.com/external-secrets/external-secrets v1.3.2
	github.com/kubernetes-sigs/aws-load-balancer-controller v0.0.0-20260423195125-93ff3b5fdaad
	istio.io/istio v0.0.0-20260827124520-eed52ebb66ad
	k8s.io/autoscaler/vertical-pod-autoscaler v1.8.1
)
