using System.Numerics;

namespace Fusion.Kernels.Tests.Support.Ptx.Instructions;

/// <summary>The forms that instructions have.</summary>
internal static class OperandReaderForms
{
    public static Instruction Unary<TOperator, TFrom, TTo>(this OperandReader operands)
        where TOperator : struct, IUnary<TFrom, TTo>
        where TFrom : unmanaged
        where TTo : unmanaged =>
        new Unary<TOperator, TFrom, TTo>(operands.Count(2).To<TTo>(0), operands.From<TFrom>(1));

    public static Instruction Move<T>(this OperandReader operands)
        where T : unmanaged =>
        new Move<T>(operands.Count(2).To<T>(0), operands.From<T>(1));

    public static Instruction VectorBinary<TOperator, T>(this OperandReader operands)
        where TOperator : struct, IVectorBinary<T>
        where T : unmanaged =>
        new VectorBinary<TOperator, T>(operands.Count(3).To<T>(0), operands.From<T>(1), operands.From<T>(2));

    public static Instruction Binary<TOperator, TFrom, TTo>(this OperandReader operands)
        where TOperator : struct, IBinary<TFrom, TTo>
        where TFrom : unmanaged
        where TTo : unmanaged =>
        new Binary<TOperator, TFrom, TTo>(operands.Count(3).To<TTo>(0), operands.From<TFrom>(1), operands.From<TFrom>(2));

    public static Instruction Binary<TOperator, T>(this OperandReader operands)
        where TOperator : struct, IBinary<T, T>
        where T : unmanaged =>
        operands.Binary<TOperator, T, T>();

    public static Instruction Ternary<TOperator, T>(this OperandReader operands)
        where TOperator : struct, ITernary<T>
        where T : unmanaged =>
        new Ternary<TOperator, T>(operands.Count(4).To<T>(0), operands.From<T>(1), operands.From<T>(2), operands.From<T>(3));

    public static Instruction Division<TOperator, T>(this OperandReader operands)
        where TOperator : struct, IBinary<T, T>
        where T : unmanaged, IBinaryInteger<T> =>
        new Division<TOperator, T>(operands.Count(3).To<T>(0), operands.From<T>(1), operands.From<T>(2));

    public static Instruction Shift<TOperator, T>(this OperandReader operands)
        where TOperator : struct, IShift<T>
        where T : unmanaged =>
        new Shift<TOperator, T>(operands.Count(3).To<T>(0), operands.From<T>(1), operands.From<uint>(2));

    public static Instruction Select<T>(this OperandReader operands)
        where T : unmanaged =>
        new Select<T>(operands.Count(4).To<T>(0), operands.From<T>(1), operands.From<T>(2), operands.Predicate(3));

    public static Instruction Compare<TOperator, T>(this OperandReader operands)
        where TOperator : struct, IBinary<T, bool>
        where T : unmanaged =>
        new Compare<TOperator, T>(operands.Count(3).Predicate(0), operands.From<T>(1), operands.From<T>(2));

    public static Instruction CompareOr<TOperator, T>(this OperandReader operands)
        where TOperator : struct, IBinary<T, bool>
        where T : unmanaged =>
        new Compare<TOperator, T>(
            operands.Count(4).Predicate(0), operands.From<T>(1), operands.From<T>(2), operands.Predicate(3));

    public static Instruction Property<TOperator>(this OperandReader operands)
        where TOperator : struct, IUnary<float, bool> =>
        new Property<TOperator, float>(operands.Count(2).Predicate(0), operands.From<float>(1));

    public static Instruction Predicates<TOperator>(this OperandReader operands)
        where TOperator : struct, IBinary<uint, uint> =>
        new PredicateBinary<TOperator>(operands.Count(3).Predicate(0), operands.Predicate(1), operands.Predicate(2));

    public static Instruction OnePredicate<TOperator>(this OperandReader operands)
        where TOperator : struct, IUnary<uint, uint> =>
        new PredicateUnary<TOperator>(operands.Count(2).Predicate(0), operands.Predicate(1));

    public static Instruction Load(this OperandReader operands, bool isShared, int count)
    {
        (int address, long offset) = operands.Count(2).Address(1);
        return new MemoryAccess(isStore: false, isShared, address, offset, operands.Vector<uint>(0, count, isResult: true));
    }

    public static Instruction Store(this OperandReader operands, bool isShared, int count)
    {
        (int address, long offset) = operands.Count(2).Address(0);
        return new MemoryAccess(isStore: true, isShared, address, offset, operands.Vector<uint>(1, count, isResult: false));
    }

    public static Instruction Parameter<T>(this OperandReader operands)
        where T : unmanaged
    {
        int bytes = System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        return new LoadParameter(operands.Count(2).To<T>(0), operands.Parameter(1, bytes), bytes == sizeof(ulong));
    }

    public static Instruction Matrices(this OperandReader operands, bool isNarrow) => new MatrixProduct(
        isNarrow, operands.Freedom.TruncatesMatrixSums, operands.Count(4).Vector<uint>(0, 4, isResult: true),
        operands.Vector<uint>(1, 4, isResult: false), operands.Vector<uint>(2, 2, isResult: false),
        operands.Vector<uint>(3, 4, isResult: false));

    public static Instruction Branch(this OperandReader operands, bool isUniform) => new Branch([operands.Count(1).Label(0)], isUniform);

    public static Instruction IndexedBranch(this OperandReader operands, bool isUniform) =>
        new Branch(operands.Count(2).Table(1), isUniform, operands.From<uint>(0));

    public static Instruction Barrier(this OperandReader operands)
    {
        operands.Count(1).Barrier(0);
        return new GroupBarrier();
    }
}
