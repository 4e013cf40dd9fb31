namespace Fusion.Runtime;

/// <summary>Looks at what a kernel has left, before the next one runs.</summary>
internal unsafe delegate void KernelWatch(int kernel, KernelArguments* arguments);
