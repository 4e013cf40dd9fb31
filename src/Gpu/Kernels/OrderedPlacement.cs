using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ILGPU.Backends;
using ILGPU.IR.Transformations;

namespace Fusion.Gpu.Kernels;

/// <summary>Has a backend of ILGPU keep loads, stores, barriers and arithmetic in the order of the kernel's C#.</summary>
/// <remarks>
/// The last pass of <see cref="ILGPU.OptimizationLevel.O2"/> in ILGPU 1.5.3 places values as near to their uses as it can, loads from
/// memory among them (<see cref="CodePlacementMode.Aggressive"/>). Before it moves a load to the end of its block it looks at the memory
/// operations between, but not at the last one of the block (<c>Movement.CanMoveSideEffectValue</c> begins its sweep one too far). So a
/// load whose value goes into a variable that a loop carries, or into a branch, passes the barrier or the store that ends the loop's body,
/// and reads what other threads write there. Loads that are meant to be early, because their latency is to be hidden, are moved, too, to
/// just before the store that they feed. Without the pass, what the generator has put in an order stays in it. No other pass moves memory
/// operations: that which takes invariants out of loops leaves what has side effects.
/// <para>
/// Even with the pass, blocks (code without labels and branches) are safe whose last memory operation is a load, or in which another
/// store to shared memory, or a barrier, stands between every such load and the last memory operation: {barrier; store; barrier; load}, and
/// {load; store; barrier}, which double buffers have. {load; barrier} and {load; store} are not.
/// </para>
/// </remarks>
internal static class OrderedPlacement
{
    /// <summary>Takes the pass out. Before the backend compiles anything.</summary>
    public static void Apply(Backend backend) =>
        SetKernelTransformers(backend, [.. KernelTransformers(backend).Select(WithoutPlacement)]);

    private static Transformer WithoutPlacement(Transformer transformer) =>
        Transformer.Create(transformer.Configuration, [.. transformer.Transformations.Where(pass => pass is not CodePlacement)]);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_KernelTransformers")]
    private static extern ImmutableArray<Transformer> KernelTransformers(Backend backend);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_KernelTransformers")]
    private static extern void SetKernelTransformers(Backend backend, ImmutableArray<Transformer> transformers);
}
