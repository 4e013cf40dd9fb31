using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>Copies of values, with an epilogue: element-wise operations that no other kernel took, and moves that a layout asks
/// for.</summary>
public static class CopyEmitter
{
    public static void Emit(MapWriter map) => Emit(map, [1, 1, 1]);

    /// <summary>Every n-th pixel in each dimension.</summary>
    public static void EmitSubsample(MapWriter map)
    {
        var stride = ((Subsample)map.Plan.Operation).Stride;
        Emit(map, [.. Enumerable.Repeat(1, 3 - stride.Count), .. stride]);
    }

    /// <summary>Zeros before and behind the channels.</summary>
    public static void EmitPadChannels(MapWriter map)
    {
        var pad = (PadChannels)map.Plan.Operation;
        int channels = map.Input.Channels;
        map.OpenRows();
        map.Writer.Line(
            $"float* x = {KernelText.Base(map.Input)} + {KernelText.RowOffset(map.Input, "row", KernelText.RowsPerFrame(map.Output))};");
        map.Writer.Open($"for (int column = 0; column < {map.Output.Width}; column++)");
        if (pad.Before > 0) map.Writer.Line(KernelText.Clear("y", pad.Before));
        map.Channels(channels, channel => map.Writer.Line($"{map.Code.Type} v = {map.Code.Load("x" + channel)};"), epilogue: false,
            target: pad.Before > 0 ? $"y + {pad.Before}" : "y");
        if (pad.After > 0) map.Writer.Line(KernelText.Clear($"y + {pad.Before + channels}", pad.After));
        map.Writer.Line($"x += {map.Input.PixelStride};");
        map.NextPixel();
        map.Writer.Close();
        map.Writer.Close();
    }

    private static void Emit(MapWriter map, int[] stride)
    {
        View input = map.Input, output = map.Output;
        map.OpenRows();
        map.Writer.Line(
            $"float* x = {KernelText.Base(input)} + " +
            $"{KernelText.RowOffset(input, "row", KernelText.RowsPerFrame(output), stride[0], stride[1])};");
        void Value(string channel) => map.Writer.Line($"{map.Code.Type} v = {map.Code.Load("x" + channel)};");
        bool rowIsOneRun = stride[2] == 1 && IsRun(input) && IsRun(output)
            && map.Epilogue.Pointers.All(pointer => pointer.View is { } view && IsRun(view) && !pointer.IsOneNumber);
        if (rowIsOneRun) map.Channels(output.Width * output.Channels, Value);
        else
        {
            map.Writer.Open($"for (int column = 0; column < {output.Width}; column++)");
            map.Channels(output.Channels, Value);
            map.Writer.Line($"x += {(long)input.PixelStride * stride[2]};");
            map.NextPixel();
            map.Writer.Close();
        }
        map.Writer.Close();
    }

    private static bool IsRun(View view) => view.PixelStride == view.Channels;
}
