using Fusion.Compiler.Emit.Cpu;
using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit;

/// <summary>Prints how weights are laid out for the kernels: <c>Pack</c>.</summary>
internal sealed class PackingEmitter(NetworkText text)
{
    private readonly IReadOnlyList<WeightLayout> _layouts = text.Layouts;
    private readonly CodeWriter _writer = text.Writer;

    public void Emit()
    {
        _writer.Line("/// <inheritdoc/>");
        _writer.Line("protected override long PackedFloats(global::Fusion.InstructionSet set) => set switch");
        _writer.Line("{");
        foreach (WeightLayout layout in _layouts)
            _writer.Line($"    {(layout.Set == InstructionSet.Portable ? "_" : $"global::Fusion.InstructionSet.{layout.Set.Name}")} => {layout.Floats},");
        _writer.Line("};");
        _writer.Line();
        _writer.Line("/// <inheritdoc/>");
        _writer.Open("protected override void Pack(WeightPacker packer, global::Fusion.InstructionSet set)");
        _writer.Line("switch (set)");
        _writer.Line("{");
        foreach (WeightLayout layout in _layouts)
            _writer.Line($"    case {NetworkText.Case(layout.Set)}: Pack{layout.Set.Name}(packer); break;");
        _writer.Line("}");
        _writer.Close();
        foreach (WeightLayout layout in _layouts)
        {
            _writer.Line();
            _writer.Line($"/// <summary>Lays out the weights for the kernels of <see cref=\"{CpuEmitter.ClassName(layout.Set)}\"/>.</summary>");
            _writer.Open($"private static void Pack{layout.Set.Name}(WeightPacker packer)");
            foreach (PackedWeights weights in layout.Convolutions) EmitPack(weights);
            foreach (ChannelVectors vector in layout.Vectors) EmitPack(vector);
            _writer.Close();
        }
    }

    private void EmitPack(PackedWeights weights)
    {
        PackedConvolution convolution = weights.Convolution;
        string parts = string.Join(", ", convolution.Parts.Select(WeightSources.Of));
        string taps = CodeWriter.Number(convolution.Taps), packer = weights.IsNarrow ? $"packer.BFloat16({weights.Lanes})" : "packer";
        _writer.Line(weights.IsDepthwise
            ? $"packer.Depthwise({weights.Offset}, {weights.BiasOffset}, {convolution.Outputs}, {taps}, {parts});"
            : weights.Transform is { } transform
            ? $"{packer}.Winograd({weights.Offset}, {weights.BiasOffset}, {weights.PanelChannels}, {weights.TailChannels}, "
                + $"{convolution.Outputs}, {weights.Inputs}, [{string.Join(", ", transform.Filter.Select(WeightSources.Double))}], {parts});"
            : $"{packer}.Convolution({weights.Offset}, {weights.BiasOffset}, {weights.PanelChannels}, {weights.TailChannels}, "
                + $"{convolution.Outputs}, {weights.Inputs}, {taps}, {convolution.Groups}, {parts});");
    }

    private void EmitPack(ChannelVectors vector)
    {
        int padded = PackedWeights.PaddedTo16(vector.Channels);
        switch (vector)
        {
            case SlopeVector slopes:
                string parameter = slopes.Operation.Parameters([Shape.Of(vector.Channels)])[0].Name;
                _writer.Line($"packer.Vector({slopes.Offset}, {vector.Channels}, {padded}, {CodeWriter.Quote(parameter)});");
                break;
            case NormVectors norm:
                _writer.Line($"packer.BatchNorm({norm.ScaleOffset}, {norm.ShiftOffset}, {vector.Channels}, {padded}, "
                    + $"{CodeWriter.Quote(norm.Operation.Path)}, {WeightSources.Double(norm.Operation.Epsilon)});");
                break;
        }
    }
}
