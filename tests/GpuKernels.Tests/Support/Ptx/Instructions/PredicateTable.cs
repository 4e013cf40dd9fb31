using static Fusion.Kernels.Tests.Support.Ptx.Instructions.Comparisons;
using Whole = Fusion.Kernels.Tests.Support.Ptx.Instructions.IntegerOperators;

namespace Fusion.Kernels.Tests.Support.Ptx.Instructions;

/// <summary>Instructions whose results are predicates.</summary>
internal static class PredicateTable
{
    public static Dictionary<string, Func<OperandReader, Instruction>> All { get; } = new(StringComparer.Ordinal)
    {
        ["and.pred"] = operands => operands.Predicates<Whole.And<uint>>(),
        ["or.pred"] = operands => operands.Predicates<Whole.Or<uint>>(),
        ["xor.pred"] = operands => operands.Predicates<Whole.ExclusiveOr<uint>>(),
        ["not.pred"] = operands => operands.OnePredicate<Whole.Not<uint>>(),
        ["mov.pred"] = operands => operands.OnePredicate<Whole.Move<uint>>(),
        ["testp.notanumber.f32"] = operands => operands.Property<IsNoNumber>(),
        ["testp.number.f32"] = operands => operands.Property<IsNumber>(),
        ["testp.finite.f32"] = operands => operands.Property<IsFinite>(),
        ["testp.infinite.f32"] = operands => operands.Property<IsInfinite>(),
        ["setp.eq.s32"] = operands => operands.Compare<Equal<int>, int>(),
        ["setp.ne.s32"] = operands => operands.Compare<NotEqual<int>, int>(),
        ["setp.lt.s32"] = operands => operands.Compare<Less<int>, int>(),
        ["setp.le.s32"] = operands => operands.Compare<LessOrEqual<int>, int>(),
        ["setp.gt.s32"] = operands => operands.Compare<Greater<int>, int>(),
        ["setp.ge.s32"] = operands => operands.Compare<GreaterOrEqual<int>, int>(),
        ["setp.ge.or.s32"] = operands => operands.CompareOr<GreaterOrEqual<int>, int>(),
        ["setp.eq.u32"] = operands => operands.Compare<Equal<uint>, uint>(),
        ["setp.ne.u32"] = operands => operands.Compare<NotEqual<uint>, uint>(),
        ["setp.lo.u32"] = operands => operands.Compare<Less<uint>, uint>(),
        ["setp.ls.u32"] = operands => operands.Compare<LessOrEqual<uint>, uint>(),
        ["setp.hi.u32"] = operands => operands.Compare<Greater<uint>, uint>(),
        ["setp.hs.u32"] = operands => operands.Compare<GreaterOrEqual<uint>, uint>(),
        ["setp.eq.s64"] = operands => operands.Compare<Equal<long>, long>(),
        ["setp.ne.s64"] = operands => operands.Compare<NotEqual<long>, long>(),
        ["setp.lt.s64"] = operands => operands.Compare<Less<long>, long>(),
        ["setp.le.s64"] = operands => operands.Compare<LessOrEqual<long>, long>(),
        ["setp.gt.s64"] = operands => operands.Compare<Greater<long>, long>(),
        ["setp.ge.s64"] = operands => operands.Compare<GreaterOrEqual<long>, long>(),
        ["setp.eq.f32"] = operands => operands.Compare<Equal<float>, float>(),
        ["setp.ne.f32"] = operands => operands.Compare<OrderedNotEqual, float>(),
        ["setp.lt.f32"] = operands => operands.Compare<Less<float>, float>(),
        ["setp.le.f32"] = operands => operands.Compare<LessOrEqual<float>, float>(),
        ["setp.gt.f32"] = operands => operands.Compare<Greater<float>, float>(),
        ["setp.ge.f32"] = operands => operands.Compare<GreaterOrEqual<float>, float>(),
        ["setp.equ.f32"] = operands => operands.Compare<Unordered<Equal<float>>, float>(),
        ["setp.neu.f32"] = operands => operands.Compare<NotEqual<float>, float>(),
        ["setp.ltu.f32"] = operands => operands.Compare<Unordered<Less<float>>, float>(),
        ["setp.leu.f32"] = operands => operands.Compare<Unordered<LessOrEqual<float>>, float>(),
        ["setp.gtu.f32"] = operands => operands.Compare<Unordered<Greater<float>>, float>(),
        ["setp.geu.f32"] = operands => operands.Compare<Unordered<GreaterOrEqual<float>>, float>(),
        ["setp.num.f32"] = operands => operands.Compare<AreNumbers, float>(),
        ["setp.nan.f32"] = operands => operands.Compare<IsOneNoNumber, float>(),
    };
}
