namespace Fusion.Compiler.Emit.Gpu.Maps;

/// <summary>A parameter as a value of each sample.</summary>
internal static class GpuParameterEmitter
{
    public static void Emit(GpuMapWriter map)
    {
        map.Writer.Line($"var parameter = {map.Context.Weights("parameter", map.Plan.Weights, ofVectors: map.OfVectors)};");
        int channels = map.Output.Channels / map.Plan.Lanes;
        string pixel = GpuValue.Remainder("position", map.Output.Pixels);
        map.Declare("v", $"parameter[{GpuValue.Sum(GpuValue.Times(pixel, channels), "channel")}]");
    }
}
