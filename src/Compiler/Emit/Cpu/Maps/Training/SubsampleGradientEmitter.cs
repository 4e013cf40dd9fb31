using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>Every position of the input at its place, and zeros between.</summary>
public static class SubsampleGradientEmitter
{
    public static void Emit(MapWriter map)
    {
        var strides = ((SubsampleGradient)map.Plan.Operation).Pick.Stride;
        int[] stride = [.. Enumerable.Repeat(1, 3 - strides.Count), .. strides];
        CodeWriter writer = map.Writer;
        View input = map.Input, output = map.Output;
        map.OpenRows();
        writer.Line($"int frame = row / {output.Height}, line = row % {output.Height};");
        writer.Open($"for (int column = 0; column < {output.Width}; column++)");
        writer.Line(KernelText.Clear($"y + column * {output.PixelStride}", output.Channels));
        writer.Close();
        writer.Line($"if (frame % {stride[0]} != 0 || line % {stride[1]} != 0) continue;");
        writer.Line($"float* x = {KernelText.Base(input)} + frame / {stride[0]} * {KernelText.Native(input.PlaneStride)} "
            + $"+ line / {stride[1]} * {KernelText.Native(input.RowStride)};");
        writer.Open($"for (int column = 0; column < {input.Width}; column++)");
        map.Channels(output.Channels, channel => writer.Line($"{map.Code.Type} v = {map.Code.Load("x" + channel)};"), epilogue: false);
        map.NextInputPixel(0, "x");
        writer.Line($"y += {(long)output.PixelStride * stride[2]};");
        writer.Close();
        writer.Close();
    }
}
