using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Prints how rows pass through the panels of a right side, tile by tile.</summary>
/// <param name="plan">What the tiles compute.</param>
/// <param name="epilogue">The epilogue's pointers are <c>{name}Base</c> of one value per channel, and <c>{name}Rows</c> at the first
/// row.</param>
internal sealed class PanelProduct(CpuContext context, ConvolutionPlan plan, EpilogueEmitter epilogue)
{
    private readonly PackedWeights _weights = plan.Weights;
    private readonly CodeWriter _writer = context.Kernels;

    /// <summary>The loop over panels.</summary>
    /// <param name="rows">How many there are.</param>
    /// <param name="input">The first row.</param>
    /// <param name="weights">The first panel.</param>
    /// <param name="output">The first result.</param>
    public void Emit(int rows, string input, string weights, string output, string from = "0", string? to = null)
    {
        bool isSingle = _weights.Panels == 1;
        _writer.Open(isSingle ? "" : $"for (int panel = {from}; panel < {to ?? CodeWriter.Number(_weights.Panels)}; panel++)");
        string panel = isSingle ? "0" : "panel", channel = KernelText.Times(panel, _weights.PanelChannels);
        _writer.Line($"float* w = {weights}{Added(KernelText.Times(panel, (long)_weights.PanelChannels * _weights.Depth))};");
        int lastChannels = _weights.Outputs - (_weights.Panels - 1) * _weights.PanelChannels;
        Panel full = new(_weights.PanelVectors, _weights.PanelChannels);
        Panel last = new(_weights.TailVectors == 0 ? _weights.PanelVectors : _weights.TailVectors, lastChannels);
        if (isSingle || last == full) EmitTiles(last, rows, input, output, channel);
        else
        {
            _writer.Open($"if (panel < {_weights.Panels - 1})");
            EmitTiles(full, rows, input, output, channel);
            _writer.Close();
            _writer.Open("else");
            EmitTiles(last, rows, input, output, channel);
            _writer.Close();
        }
        _writer.Close();
    }

    private void EmitTiles(Panel panel, int rows, string input, string output, string channel)
    {
        int done = 0;
        foreach (var (pixels, count) in TileSplit.Near(rows, plan.Blocking.Split.Large).Parts)
        {
            string name = ConvolutionTile.Add(context, plan, epilogue, panel, pixels);
            List<string> arguments =
            [
                Moved(input, (long)done * plan.Input.PixelStride), "w",
                Moved(output + Added(channel), (long)done * plan.Output.PixelStride), "zeros" + Added(channel),
                .. epilogue.Pointers.Select(pointer => pointer.View is null ? pointer.Name + "Base" + pointer.Channel(Added(channel))
                    : Moved(pointer.Name + "Rows" + pointer.Channel(Added(channel)), (long)done * pointer.View.PixelStride)),
                $"tiles: {count}",
                .. ConvolutionTile.Sizes(plan, epilogue).Select(size => $"{size.Name}: {KernelText.Native(size.Value)}"),
            ];
            _writer.Line($"{name}({string.Join(", ", arguments)});");
            done += pixels * count;
        }
    }

    private static string Added(string offset) => MatrixText.Added(offset);

    private static string Moved(string pointer, long offset) => KernelText.Plus(pointer, offset);
}
