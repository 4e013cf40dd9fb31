using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>For each position, the sum of the dy's that were mixed from it, with their shares.</summary>
public static class UpsampleGradientEmitter
{
    public static void Emit(MapWriter map)
    {
        Upsample enlarge = ((UpsampleGradient)map.Plan.Operation).Enlarge;
        CodeWriter writer = map.Writer;
        View dy = map.Input, output = map.Output;
        if (dy.Frames != output.Frames) throw new NotSupportedException("The gradient of an upsampling of frames has no kernel.");
        UpsampleAxis line = new(enlarge, "line", output.Height, dy.Height), column = new(enlarge, "column", output.Width, dy.Width);
        line.Declare(map);
        column.Declare(map);
        map.OpenRows();
        writer.Line($"int frame = row / {output.Height}, line = row % {output.Height};");
        line.EmitRange(writer);
        writer.Line($"float* dy = {KernelText.Base(dy)} + {KernelText.Times("frame", dy.PlaneStride)};");
        writer.Open($"for (int column = 0; column < {output.Width}; column++)");
        column.EmitRange(writer);
        var sum = new GatherSum(map, line.Most, column.Most);
        map.Channels(output.Channels, channel =>
        {
            List<string> start = [$"float* x = dy{channel} + i * {dy.RowStride} + columnFrom * {dy.PixelStride};"];
            var shares = new List<string>();
            if (line.HasShares) start.Add($"float share = {line.Share("i")};");
            if (line.HasShares) shares.Add("share");
            if (column.HasShares) shares.Add(column.Share("j"));
            string factor = shares.Count == 0 ? "" : $" * {map.Code.Broadcast(string.Join(" * ", shares))}";
            sum.Emit(start, map.Code.Load("x") + factor, $"x += {dy.PixelStride}");
        });
        map.NextPixel();
        writer.Close();
        writer.Close();
    }
}
