using System.Numerics;
using System.Runtime.CompilerServices;
using Fusion.Kernels.Tests.Support.Ptx.Checks;
using Fusion.Kernels.Tests.Support.Ptx.Execution;

namespace Fusion.Kernels.Tests.Support.Ptx.Instructions;

/// <summary>A quotient or remainder of whole numbers; of a division by 0 the PTX ISA does not say what comes.</summary>
internal sealed class Division<TOperator, T>(int to, int a, int b) : Instruction
    where TOperator : struct, IBinary<T, T>
    where T : unmanaged, IBinaryInteger<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Execute(Warp warp, uint lanes)
    {
        ref T bank = ref warp.Bank<T>();
        for (; lanes != 0; lanes &= lanes - 1)
        {
            int i = BitOperations.TrailingZeroCount(lanes);
            T divisor = Unsafe.Add(ref bank, b + i);
            if (T.IsZero(divisor)) throw warp.Fault(PtxFaultKind.UndefinedOperand, this, lanes, "the divisor is 0");
            Unsafe.Add(ref bank, to + i) = TOperator.Apply(Unsafe.Add(ref bank, a + i), divisor);
        }
    }
}
