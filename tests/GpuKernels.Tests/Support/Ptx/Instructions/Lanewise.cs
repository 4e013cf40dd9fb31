using System.Numerics;
using System.Runtime.CompilerServices;
using Fusion.Kernels.Tests.Support.Ptx.Execution;

namespace Fusion.Kernels.Tests.Support.Ptx.Instructions;

/// <summary>A function of one number.</summary>
internal interface IUnary<TFrom, TTo>
{
    static abstract TTo Apply(TFrom a);
}

/// <summary>A function of two numbers.</summary>
internal interface IBinary<TFrom, TTo>
{
    static abstract TTo Apply(TFrom a, TFrom b);
}

/// <summary>A function of two numbers, for many at once, too.</summary>
internal interface IVectorBinary<T> : IBinary<T, T>
{
    static abstract Vector<T> Apply(Vector<T> a, Vector<T> b);
}

/// <summary>A function of three numbers.</summary>
internal interface ITernary<T>
{
    static abstract T Apply(T a, T b, T c);
}

/// <summary>A number by a number of bits.</summary>
internal interface IShift<T>
{
    static abstract T Apply(T a, uint bits);
}

/// <summary>Each lane's function of one register. Registers are given by where their lanes begin.</summary>
internal sealed class Unary<TOperator, TFrom, TTo>(int to, int a) : Instruction
    where TOperator : struct, IUnary<TFrom, TTo>
    where TFrom : unmanaged
    where TTo : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Execute(Warp warp, uint lanes)
    {
        ref TTo result = ref Unsafe.Add(ref warp.Bank<TTo>(), to);
        ref TFrom first = ref Unsafe.Add(ref warp.Bank<TFrom>(), a);
        if (lanes == uint.MaxValue)
        {
            for (int i = 0; i < RegisterLayout.Lanes; i++) Unsafe.Add(ref result, i) = TOperator.Apply(Unsafe.Add(ref first, i));
            return;
        }
        for (; lanes != 0; lanes &= lanes - 1)
        {
            int i = BitOperations.TrailingZeroCount(lanes);
            Unsafe.Add(ref result, i) = TOperator.Apply(Unsafe.Add(ref first, i));
        }
    }
}

/// <summary>Each lane's function of two registers.</summary>
internal sealed class Binary<TOperator, TFrom, TTo>(int to, int a, int b) : Instruction
    where TOperator : struct, IBinary<TFrom, TTo>
    where TFrom : unmanaged
    where TTo : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Execute(Warp warp, uint lanes)
    {
        ref TTo result = ref Unsafe.Add(ref warp.Bank<TTo>(), to);
        ref TFrom first = ref Unsafe.Add(ref warp.Bank<TFrom>(), a);
        ref TFrom second = ref Unsafe.Add(ref warp.Bank<TFrom>(), b);
        if (lanes == uint.MaxValue)
        {
            for (int i = 0; i < RegisterLayout.Lanes; i++)
                Unsafe.Add(ref result, i) = TOperator.Apply(Unsafe.Add(ref first, i), Unsafe.Add(ref second, i));
            return;
        }
        for (; lanes != 0; lanes &= lanes - 1)
        {
            int i = BitOperations.TrailingZeroCount(lanes);
            Unsafe.Add(ref result, i) = TOperator.Apply(Unsafe.Add(ref first, i), Unsafe.Add(ref second, i));
        }
    }
}

/// <summary>As <see cref="Binary{TOperator, TFrom, TTo}"/>, several lanes at a time where all take part.</summary>
internal sealed class VectorBinary<TOperator, T>(int to, int a, int b) : Instruction
    where TOperator : struct, IVectorBinary<T>
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Execute(Warp warp, uint lanes)
    {
        ref T bank = ref warp.Bank<T>();
        if (lanes == uint.MaxValue)
        {
            for (int i = 0; i < RegisterLayout.Lanes; i += Vector<T>.Count)
            {
                TOperator.Apply(Vector.LoadUnsafe(ref bank, (nuint)(a + i)), Vector.LoadUnsafe(ref bank, (nuint)(b + i)))
                    .StoreUnsafe(ref bank, (nuint)(to + i));
            }
            return;
        }
        for (; lanes != 0; lanes &= lanes - 1)
        {
            int i = BitOperations.TrailingZeroCount(lanes);
            Unsafe.Add(ref bank, to + i) = TOperator.Apply(Unsafe.Add(ref bank, a + i), Unsafe.Add(ref bank, b + i));
        }
    }
}

/// <summary>mov: copies a register.</summary>
internal sealed class Move<T>(int to, int a) : Instruction
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Execute(Warp warp, uint lanes)
    {
        ref T bank = ref warp.Bank<T>();
        if (lanes == uint.MaxValue)
        {
            for (int i = 0; i < RegisterLayout.Lanes; i += Vector<T>.Count)
                Vector.LoadUnsafe(ref bank, (nuint)(a + i)).StoreUnsafe(ref bank, (nuint)(to + i));
            return;
        }
        for (; lanes != 0; lanes &= lanes - 1)
        {
            int i = BitOperations.TrailingZeroCount(lanes);
            Unsafe.Add(ref bank, to + i) = Unsafe.Add(ref bank, a + i);
        }
    }
}

/// <summary>Each lane's function of three registers.</summary>
internal sealed class Ternary<TOperator, T>(int to, int a, int b, int c) : Instruction
    where TOperator : struct, ITernary<T>
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Execute(Warp warp, uint lanes)
    {
        ref T bank = ref warp.Bank<T>();
        for (; lanes != 0; lanes &= lanes - 1)
        {
            int i = BitOperations.TrailingZeroCount(lanes);
            Unsafe.Add(ref bank, to + i) =
                TOperator.Apply(Unsafe.Add(ref bank, a + i), Unsafe.Add(ref bank, b + i), Unsafe.Add(ref bank, c + i));
        }
    }
}

/// <summary>Each lane's shift of one register by another, which has 32 bits always.</summary>
internal sealed class Shift<TOperator, T>(int to, int a, int bits) : Instruction
    where TOperator : struct, IShift<T>
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Execute(Warp warp, uint lanes)
    {
        ref T bank = ref warp.Bank<T>();
        ref uint words = ref warp.Bank<uint>();
        for (; lanes != 0; lanes &= lanes - 1)
        {
            int i = BitOperations.TrailingZeroCount(lanes);
            Unsafe.Add(ref bank, to + i) = TOperator.Apply(Unsafe.Add(ref bank, a + i), Unsafe.Add(ref words, bits + i));
        }
    }
}

/// <summary>Each lane's choice between two registers.</summary>
internal sealed class Select<T>(int to, int a, int b, int predicate) : Instruction
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Execute(Warp warp, uint lanes)
    {
        ref T bank = ref warp.Bank<T>();
        uint chosen = warp.Predicates[predicate];
        for (; lanes != 0; lanes &= lanes - 1)
        {
            int i = BitOperations.TrailingZeroCount(lanes);
            Unsafe.Add(ref bank, to + i) = Unsafe.Add(ref bank, ((chosen >> i & 1) != 0 ? a : b) + i);
        }
    }
}
