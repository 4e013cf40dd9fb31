using System.Numerics;
using System.Runtime.CompilerServices;
using Fusion.Kernels.Tests.Support.Ptx.Execution;

namespace Fusion.Kernels.Tests.Support.Ptx.Instructions;

/// <summary>setp: a predicate of two numbers in each lane.</summary>
/// <param name="or">A predicate that makes the result true where it is, too; null for none.</param>
internal sealed class Compare<TOperator, T>(int to, int a, int b, int? or = null) : Instruction
    where TOperator : struct, IBinary<T, bool>
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Execute(Warp warp, uint lanes)
    {
        ref T bank = ref warp.Bank<T>();
        uint found = or is { } other ? warp.Predicates[other] & lanes : 0;
        for (uint rest = lanes; rest != 0; rest &= rest - 1)
        {
            int i = BitOperations.TrailingZeroCount(rest);
            if (TOperator.Apply(Unsafe.Add(ref bank, a + i), Unsafe.Add(ref bank, b + i))) found |= 1u << i;
        }
        ref uint predicate = ref warp.Predicates[to];
        predicate = (predicate & ~lanes) | found;
    }
}

/// <summary>testp: a predicate of one number in each lane.</summary>
internal sealed class Property<TOperator, T>(int to, int a) : Instruction
    where TOperator : struct, IUnary<T, bool>
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Execute(Warp warp, uint lanes)
    {
        ref T bank = ref warp.Bank<T>();
        uint found = 0;
        for (uint rest = lanes; rest != 0; rest &= rest - 1)
        {
            int i = BitOperations.TrailingZeroCount(rest);
            if (TOperator.Apply(Unsafe.Add(ref bank, a + i))) found |= 1u << i;
        }
        ref uint predicate = ref warp.Predicates[to];
        predicate = (predicate & ~lanes) | found;
    }
}

/// <summary>A predicate of two predicates, all lanes at once.</summary>
internal sealed class PredicateBinary<TOperator>(int to, int a, int b) : Instruction
    where TOperator : struct, IBinary<uint, uint>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Execute(Warp warp, uint lanes)
    {
        uint[] predicates = warp.Predicates;
        predicates[to] = (predicates[to] & ~lanes) | (TOperator.Apply(predicates[a], predicates[b]) & lanes);
    }
}

/// <summary>A predicate of one predicate.</summary>
internal sealed class PredicateUnary<TOperator>(int to, int a) : Instruction
    where TOperator : struct, IUnary<uint, uint>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Execute(Warp warp, uint lanes)
    {
        uint[] predicates = warp.Predicates;
        predicates[to] = (predicates[to] & ~lanes) | (TOperator.Apply(predicates[a]) & lanes);
    }
}
