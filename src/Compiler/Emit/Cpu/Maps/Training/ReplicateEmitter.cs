namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>One value, once for each sample of a batch.</summary>
public static class ReplicateEmitter
{
    public static void Emit(MapWriter map)
    {
        CodeWriter writer = map.Writer;
        Schedule.View input = map.Input;
        map.OpenRows();
        string row = map.Plan.Rank == 4 ? $" + row % {map.Output.Height} * {KernelText.Native(input.RowStride)}" : "";
        writer.Line($"float* x = {KernelText.Base(input)}{row};");
        writer.Open($"for (int column = 0; column < {map.Output.Width}; column++)");
        map.Channels(map.Output.Channels, channel => writer.Line($"{map.Code.Type} v = {map.Code.Load("x" + channel)};"));
        // Of values without positions, the columns are samples.
        if (map.Plan.Rank > 2) map.NextInputPixel(0, "x");
        map.NextPixel();
        writer.Close();
        writer.Close();
    }
}
