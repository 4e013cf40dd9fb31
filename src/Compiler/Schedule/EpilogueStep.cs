using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule;

/// <summary>An operation on results in registers.</summary>
/// <param name="Operation">An activation, <see cref="PRelu"/>, <see cref="ChannelAffine"/>, a <see cref="BinaryOperation"/>,
/// <see cref="GradientStep"/> or <see cref="SampleStep"/>.</param>
/// <param name="Operand">The second operand of what takes two: a value of the same shape, or seen as one, or one value per channel,
/// or one channel for all.</param>
/// <param name="Vector">Offsets in the packed weights: PReLU's slopes; the scale of a BatchNorm or scale per channel, then, if any,
/// its shift.</param>
public sealed record EpilogueStep(Operation Operation, View? Operand, EquatableArray<long> Vector)
{
    /// <summary>The operand has one value per channel for all pixels.</summary>
    public bool IsPerChannel(View output) => Operand is not null && Operand.Pixels == 1 && output.Pixels > 1;

    /// <summary>The operand has one number for all channels.</summary>
    public bool IsOneNumber(View output) => Operand is not null && Operand.Channels == 1 && output.Channels > 1;
}
