using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Prints how weights are laid out for the kernels, as a class of its own.</summary>
internal sealed class PackingEmitter(NetworkText text, PlannedCpu cpu)
{
    public const string ClassName = "Packing";

    private readonly IReadOnlyList<WeightLayout> _layouts = cpu.Layouts;
    private readonly CodeWriter _writer = text.Writer;

    public void Emit()
    {
        _writer.Summary("How the weights are laid out for the kernels.");
        _writer.Open($"internal static unsafe class {ClassName}");
        _writer.Line("public static WeightPacking Functions => new(&Floats, &Pack);");
        _writer.Line();
        _writer.Summary("The floats that the weights take.");
        _writer.Line("private static long Floats(InstructionSet set) => set switch");
        _writer.Line("{");
        foreach (WeightLayout layout in _layouts)
            _writer.Line($"    {(layout == _layouts[_layouts.Count - 1] ? "_" : $"InstructionSet.{layout.Set.Name}")} => {layout.Floats},");
        _writer.Line("};");
        _writer.Line();
        _writer.Summary("Lays them out.");
        _writer.Open("private static void Pack(WeightPacker packer, InstructionSet set)");
        _writer.Line("switch (set)");
        _writer.Line("{");
        foreach (WeightLayout layout in _layouts)
            _writer.Line($"    case {cpu.Case(layout.Set)}: Pack{layout.Set.Name}(packer); break;");
        _writer.Line("}");
        _writer.Close();
        foreach (WeightLayout layout in _layouts)
        {
            _writer.Line();
            _writer.Line($"/// <summary>For the kernels of <see cref=\"{CpuEmitter.ClassName(layout.Set)}\"/>.</summary>");
            _writer.Open($"private static void Pack{layout.Set.Name}(WeightPacker packer)");
            if (!layout.PacksEachStep)
                foreach (PackedWeights weights in layout.Convolutions) EmitPack(weights);
            foreach (ChannelVectors vector in layout.Vectors) EmitPack(vector);
            _writer.Close();
        }
        _writer.Close();
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
                + $"{convolution.Outputs}, {weights.Inputs}, "
                + $"[{string.Join(", ", transform.Filter.Select(WeightSources.Double))}], {parts});"
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
                _writer.Line($"packer.Vector({slopes.Offset}, {vector.Channels}, {padded}, {Escape.Literal(parameter)});");
                break;
            case ParameterVector own:
                _writer.Line($"packer.Vector({own.Offset}, {own.Channels}, {padded}, {Escape.Literal(own.Name)});");
                break;
            case NormVectors norm:
                _writer.Line($"packer.BatchNorm({norm.ScaleOffset}, {norm.ShiftOffset}, {vector.Channels}, {padded}, "
                    + $"{Escape.Literal(norm.Operation.Path)}, {WeightSources.Double(norm.Operation.Epsilon)});");
                break;
        }
    }
}
