using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>Enlarges by whole factors: the nearest pixel, or a mean of two by two weighted by distance.</summary>
public static class UpsampleEmitter
{
    public static void Emit(MapWriter map)
    {
        var upsample = (Upsample)map.Plan.Operation;
        int[] scale = [.. Enumerable.Repeat(1, 3 - upsample.Scale.Count), .. upsample.Scale];
        if (upsample.Mode == UpsampleMode.Nearest) EmitNearest(map, scale);
        else throw new InvalidOperationException("Bilinear upsampling has no kernel yet.");
    }

    private static void EmitNearest(MapWriter map, int[] scale)
    {
        View input = map.Input, output = map.Output;
        map.OpenRows();
        string line = output.Frames == 1 ? $"row / {scale[1]} * {input.RowStride}"
            : $"row / {output.Height} / {scale[0]} * {input.PlaneStride} + row % {output.Height} / {scale[1]} * {input.RowStride}";
        map.Writer.Line($"float* x = {KernelText.Base(input)} + {line};");
        map.Writer.Open($"for (int column = 0; column < {input.Width}; column++, x += {input.PixelStride})");
        if (scale[2] > 1) map.Writer.Open($"for (int copy = 0; copy < {scale[2]}; copy++)");
        map.Channels(output.Channels, channel => map.Writer.Line($"{map.Code.Type} v = {map.Code.Load("x" + channel)};"));
        map.NextPixel();
        if (scale[2] > 1) map.Writer.Close();
        map.Writer.Close();
        map.Writer.Close();
    }
}
