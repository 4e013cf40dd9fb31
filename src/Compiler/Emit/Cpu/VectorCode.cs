using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// C# for vector operations in one instruction set. All sets compute the same bits: multiply-adds are fused, and minimum and maximum
/// return the second operand where the comparison is false, as the x64 instructions do (so a NaN in the second place stays).
/// </summary>
public sealed class VectorCode(InstructionSet set) : INumberCode
{
    public InstructionSet Set { get; } = set;

    public string Class => Set.VectorClass;

    public string Type => Set.VectorType;

    public string Zero => $"{Type}.Zero";

    public string Load(string pointer) => $"{Class}.Load({pointer})";

    public string BitsType => $"{Class}<uint>";

    public string LoadBits(string pointer) => $"{Class}.Load((uint*){(pointer.Contains(' ') ? $"({pointer})" : pointer)})";

    /// <summary>The lower half of each 32-bit word as a float: its upper bits, followed by zeros.</summary>
    public string LowerHalves(string bits) => $"({bits} << 16).AsSingle()";

    public string UpperHalves(string bits) => $"({bits} & {Class}.Create(0xFFFF0000u)).AsSingle()";

    /// <summary>As many 16-bit words as floats in a vector, each the upper bits of one.</summary>
    public string LoadNarrow(string pointer)
    {
        string words = Set == InstructionSet.Avx512 ? $"Vector512.WidenLower(Vector256.Load({pointer}).ToVector512Unsafe())"
            : Set == InstructionSet.Avx2 ? $"Avx2.ConvertToVector256Int32({pointer})"
            : $"Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)({pointer})).AsUInt16())";
        return $"({words} << 16).AsSingle()";
    }

    /// <summary>The words of one half of two vectors of bits in turn, as floats.</summary>
    /// <param name="half"><c>Lower</c> or <c>Upper</c>.</param>
    public string InterleavedHalf(string half, string even, string odd) =>
        $"({Class}.Widen{half}({even}) | ({Class}.Widen{half}({odd}) << 32)).AsSingle()";

    public string Broadcast(string scalar) => $"{Class}.Create({scalar})";

    public string DoubleType => $"{Class}<double>";

    /// <summary>The lower half of a vector's floats as doubles.</summary>
    public string WidenLower(string vector) => $"{Class}.WidenLower({vector})";

    public string WidenUpper(string vector) => $"{Class}.WidenUpper({vector})";

    /// <summary>Two vectors of doubles as one of floats.</summary>
    public string Narrow(string lower, string upper) => $"{Class}.Narrow({lower}, {upper})";

    public string Constant(double value) => value == 0 ? Zero : Broadcast(CodeWriter.Float(value));

    /// <summary>a · b + c, rounded once. Vector512's own method also runs, slower but with equal bits, where there is no AVX-512.</summary>
    public string MultiplyAdd(string a, string b, string c) =>
        Set == InstructionSet.Avx2 ? $"Fma.MultiplyAdd({a}, {b}, {c})" : $"{Class}.FusedMultiplyAdd({a}, {b}, {c})";

    /// <summary>c − a · b, rounded once. A NaN in a keeps its sign everywhere, for it is b that is negated where there is no such
    /// instruction.</summary>
    public string MultiplyAddNegated(string a, string b, string c) =>
        Set == InstructionSet.Avx2 ? $"Fma.MultiplyAddNegated({a}, {b}, {c})" : $"{Class}.FusedMultiplyAdd({a}, -({b}), {c})";

    /// <summary>The values at <c>pointer[indices[0]]</c>, <c>pointer[indices[1]]</c> and so on; a machine with AVX-512 has AVX2's
    /// instruction, too.</summary>
    public string Gather(string pointer, string indices)
    {
        string Half(int offset) => $"Avx2.GatherVector256({pointer}, Vector256.Load({indices}{(offset == 0 ? "" : $" + {offset}")}), 4)";
        return Set == InstructionSet.Avx512 ? $"Vector512.Create({Half(0)}, {Half(8)})"
            : Set == InstructionSet.Avx2 ? Half(0)
            : $"Vector128.Create({string.Join(", ", Enumerable.Range(0, 4).Select(lane => $"({pointer})[({indices})[{lane}]]"))})";
    }

    /// <summary>Of eight integers those that the lowest three bits of each lane count to. Vector512's own method is for machines without
    /// AVX-512.</summary>
    public string Lookup(string indices, IReadOnlyList<string> table)
    {
        string eight = string.Join(", ", table), four = $"({indices}) & Vector128.Create(3)";
        string both = $"Vector512.Create({eight}, {eight})";
        return Set == InstructionSet.Avx2 ? $"Avx2.PermuteVar8x32(Vector256.Create({eight}), {indices})"
            : Set == InstructionSet.Avx512
            ? $"(Avx512F.IsSupported ? Avx512F.PermuteVar16x32({both}, {indices}) : "
                + $"Vector512.Shuffle({both}, ({indices}) & Vector512.Create(7)))"
            : $"Vector128.ConditionalSelect(Vector128.LessThan(({indices}) << 29, Vector128<int>.Zero), "
                + $"Vector128.Shuffle(Vector128.Create({string.Join(", ", table.Skip(4))}), {four}), "
                + $"Vector128.Shuffle(Vector128.Create({string.Join(", ", table.Take(4))}), {four}))";
    }

    public string Max(string a, string b) => Select("Max", "GreaterThan", a, b);

    public string Min(string a, string b) => Select("Min", "LessThan", a, b);

    private string Select(string native, string comparison, string a, string b) =>
        Set == InstructionSet.Portable ? $"{Class}.ConditionalSelect({Class}.{comparison}({a}, {b}), {a}, {b})"
        : Set == InstructionSet.Avx2 ? $"Avx.{native}({a}, {b})"
        : $"{Class}.{native}Native({a}, {b})";

    /// <summary>Stores the first <paramref name="count"/> lanes, and touches no memory past them.</summary>
    public IEnumerable<string> Store(string vector, string pointer, int count)
    {
        if (count >= Set.Lanes)
        {
            yield return $"{vector}.Store({pointer});";
            yield break;
        }
        // Half, then half of what is left, and so on: each piece is one store.
        string rest = vector;
        string at = pointer;
        for (int half = Set.Lanes / 2; half >= 2 && count > 0; half /= 2)
        {
            bool takesHalf = count >= half;
            string lower = half >= 4 ? $"{rest}.GetLower()" : "";
            if (half >= 4)
            {
                if (takesHalf)
                {
                    yield return $"{lower}.Store({at});";
                    rest = $"{rest}.GetUpper()";
                    at = $"{at} + {half}";
                    count -= half;
                }
                else rest = lower;
                continue;
            }
            int lane = 0;
            if (takesHalf)
            {
                yield return $"*(double*)({at}) = {rest}.AsDouble().ToScalar();";
                lane = 2;
                count -= 2;
            }
            if (count == 1) yield return $"*({at}{(lane > 0 ? " + 2" : "")}) = {rest}.GetElement({lane});";
        }
    }
}
