using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>Dimensions in another order. Where channels become positions, four of each are exchanged at a time.</summary>
public static class TransposeEmitter
{
    public static void Emit(MapWriter map)
    {
        var transpose = (Transpose)map.Plan.Operation;
        CodeWriter writer = map.Writer;
        int[] steps = Steps(transpose, map.Input);
        int rank = steps.Length, channels = map.Output.Channels;
        writer.Comment("Rows of the result, and where they begin in the input.");
        map.OpenRows();
        string from = rank switch
        {
            4 => KernelText.Times($"(row / {map.Output.Height})", steps[0]) + " + "
                + KernelText.Times($"(row % {map.Output.Height})", steps[1]),
            3 => KernelText.Times("row", steps[0]),
            _ => "0",
        };
        writer.Line($"float* x = {KernelText.Base(map.Input)}{(from == "0" ? "" : " + " + from)};");
        int columnStep = rank > 1 ? steps[rank - 2] : 0, channelStep = steps[rank - 1];
        if (channelStep == 1)
        {
            writer.Open($"for (int column = 0; column < {map.Output.Width}; column++, x += {columnStep})");
            map.Channels(channels, channel => writer.Line($"{map.Code.Type} v = {map.Code.Load("x" + channel)};"));
            map.NextPixel();
            writer.Close();
        }
        else EmitTurned(map, columnStep, channelStep);
        writer.Close();
    }

    private static void EmitTurned(MapWriter map, int columnStep, int channelStep)
    {
        CodeWriter writer = map.Writer;
        int channels = map.Output.Channels, columns = map.Output.Width;
        const int side = FourByFour.Side;
        writer.Line("int column = 0;");
        if (columnStep == 1 && map.Context.Set != Schedule.Cpu.InstructionSet.Portable)
        {
            writer.Open($"for (; column <= {columns - side}; column += {side}, x += {side}, y += {side * (long)map.Output.PixelStride})");
            writer.Line("int c = 0;");
            writer.Line("float* source = x;");
            writer.Open($"for (; c <= {channels - side}; c += {side}, source += {side * (long)channelStep})");
            FourByFour.Emit(writer, "source", CodeWriter.Number(channelStep), "y + c", map.Output.PixelStride);
            writer.Close();
            writer.Open($"for (; c < {channels}; c++, source += {channelStep})");
            for (int i = 0; i < side; i++)
                writer.Line($"y[c{KernelText.Offset((long)i * map.Output.PixelStride)}] = source[{i}];");
            writer.Close();
            writer.Close();
        }
        writer.Open($"for (; column < {columns}; column++, x += {columnStep}, y += {map.Output.PixelStride})");
        writer.Line($"for (int c = 0; c < {channels}; c++) y[c] = x[c * {channelStep}];");
        writer.Close();
    }

    /// <summary>For each dimension of the result, the floats between neighbours in the input's memory.</summary>
    private static int[] Steps(Transpose transpose, View input)
    {
        int[] all = [input.PlaneStride, input.RowStride, input.PixelStride, 1];
        int rank = transpose.Axes.Count;
        return [.. transpose.Axes.Select(axis => all[all.Length - rank + axis])];
    }
}
