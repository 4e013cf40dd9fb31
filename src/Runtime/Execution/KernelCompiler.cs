using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Fusion.Runtime;

/// <summary>Has the JIT compile a network's kernels while its weights are read. For generated code.</summary>
/// <remarks>
/// Compiling takes about as long as reading and packing, and both come before the first result. A program that is compiled ahead of time
/// has nothing to do here.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class KernelCompiler
{
    private const DynamicallyAccessedMemberTypes Methods =
        DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.NonPublicMethods;

    private const BindingFlags Declared = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>The kernels that are compiled already, or are about to be. Holds no type that could be unloaded.</summary>
    private static readonly ConditionalWeakTable<Type, object> _started = [];

    /// <summary>Starts to compile, on another thread, what the network needs to be loaded and to run for the first time.</summary>
    /// <param name="options">The options that the network is loaded with.</param>
    /// <param name="description">The class that describes the network.</param>
    /// <param name="packing">The class that packs its weights.</param>
    /// <param name="avx512">Its kernels for AVX-512; null where it has none.</param>
    /// <param name="avx2">Its kernels for AVX2; null where it has none.</param>
    /// <param name="portable">Its portable kernels; null where it has none.</param>
    public static void Start(
        NetworkOptions? options,
        [DynamicallyAccessedMembers(Methods)] Type description,
        [DynamicallyAccessedMembers(Methods)] Type packing,
        [DynamicallyAccessedMembers(Methods)] Type? avx512,
        [DynamicallyAccessedMembers(Methods)] Type? avx2,
        [DynamicallyAccessedMembers(Methods)] Type? portable)
    {
        if (Environment.ProcessorCount == 1) return;
        InstructionSet set = options?.InstructionSet ?? InstructionSet.Auto;
        if (set == InstructionSet.Auto)
        {
            set = InstructionSets.Widest(
                avx512 is not null && Avx512F.IsSupported, avx2 is not null && KernelSets.HasAvx2, portable is not null);
        }
        Type? kernels = set switch
        {
            InstructionSet.Avx512 => avx512,
            InstructionSet.Avx2 => avx2,
            InstructionSet.Portable => portable,
            _ => null,
        };
        // Where there are none, the network's constructor says so.
        if (kernels is null || !_started.TryAdd(kernels, kernels.Name)) return;

        ThreadPool.UnsafeQueueUserWorkItem(static work => work.Compile(), new Work(description, packing, kernels, set), preferLocal: false);
    }

    /// <summary>What is compiled.</summary>
    /// <param name="description">The class that describes the network.</param>
    /// <param name="packing">The class that packs its weights.</param>
    /// <param name="kernels">Its kernels.</param>
    /// <param name="set">The instruction set that they are for.</param>
    private sealed class Work(
        [DynamicallyAccessedMembers(Methods)] Type description,
        [DynamicallyAccessedMembers(Methods)] Type packing,
        [DynamicallyAccessedMembers(Methods)] Type kernels,
        InstructionSet set)
    {
        public void Compile()
        {
            try
            {
                // The description and the packing come first: they are needed as soon as the file is read.
                Compile(description.GetMethod("CreateDescription", Declared));
                Compile(packing.GetMethod("Pack" + set, Declared));
                // Then backwards: the tiles, which stand last and which all kernels share, and the kernels from the last to the first. The
                // thread that loads the network begins with the first one, and compiles what it finds missing: the two meet in the middle.
                // Forwards it would catch up with this one, and from there on wait for it at every kernel.
                MethodInfo[] methods = kernels.GetMethods(Declared);
                for (int i = methods.Length - 1; i >= 0; i--)
                    if ((methods[i].MethodImplementationFlags & MethodImplAttributes.AggressiveOptimization) != 0) Compile(methods[i]);
            }
            catch (Exception)
            {
                // Whatever it is, the thread that calls the method finds it, too, and can say so.
            }
        }

        private static void Compile(MethodInfo? method)
        {
            if (method is not null) RuntimeHelpers.PrepareMethod(method.MethodHandle);
        }
    }
}
