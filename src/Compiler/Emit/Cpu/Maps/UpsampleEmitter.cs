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
        else EmitBilinear(map, upsample, scale);
    }

    /// <summary>Positions of a longer dimension are computed; a table would be most of the program.</summary>
    private const int LongestTable = 4096;

    /// <summary>Positions and shares come from tables; a dimension that is not enlarged needs neither.</summary>
    private static void EmitBilinear(MapWriter map, Upsample upsample, int[] scale)
    {
        CodeWriter writer = map.Writer;
        View input = map.Input, output = map.Output;
        int[] from = [input.Frames, input.Height, input.Width], to = [output.Frames, output.Height, output.Width];
        int[] strides = [input.PlaneStride, input.RowStride, input.PixelStride];
        string[] names = ["frame", "line", "column"];
        bool HasTable(int i) => to[i] <= LongestTable;
        for (int i = 0; i < 3; i++)
        {
            if (scale[i] == 1 || !HasTable(i)) continue;
            var sources = Enumerable.Range(0, to[i]).Select(position => upsample.Source(position, from[i], to[i])).ToList();
            int stride = strides[i];
            map.Table(names[i] + "s", $"{map.Plan.Name}_{names[i]}s",
                sources.SelectMany(source => new[] { source.First * stride, source.Second * stride }));
            map.Table(names[i] + "Shares", $"{map.Plan.Name}_{names[i]}Shares", sources.Select(source => source.Share));
        }
        string First(int i) => HasTable(i) ? $"{names[i]}s[2 * {names[i]}]" : $"{names[i]}First * {strides[i]}";
        string Second(int i) => HasTable(i) ? $"{names[i]}s[2 * {names[i]} + 1]" : $"{names[i]}Second * {strides[i]}";
        string Share(int i) => map.Code.Broadcast(HasTable(i)
            ? $"{names[i]}Shares[{names[i]}]"
            : $"(float)({names[i]}At - {names[i]}First)");
        void Locate(int i)
        {
            if (!HasTable(i)) EmitPosition(writer, upsample, names[i], from[i], to[i]);
        }

        map.OpenRows();
        if (output.Frames == 1) writer.Line("int line = row;");
        else writer.Line($"int frame = row / {output.Height}, line = row % {output.Height};");
        var rows = new List<string> { "x" };
        writer.Line($"float* x = {KernelText.Base(input)}"
            + (output.Frames > 1 && scale[0] == 1 ? $" + frame * {input.PlaneStride}" : "")
            + (scale[1] == 1 && output.Height > 1 ? $" + line * {input.RowStride}" : "") + ";");
        foreach (int i in new[] { 0, 1 })
        {
            if (scale[i] == 1) continue;
            Locate(i);
            foreach (string row in rows) writer.Line($"float* {row}0 = {row} + {First(i)}, {row}1 = {row} + {Second(i)};");
            rows = [.. rows.SelectMany(row => new[] { row + "0", row + "1" })];
            writer.Line($"{map.Code.Type} {names[i]}Share = {Share(i)};");
        }
        writer.Open($"for (int column = 0; column < {output.Width}; column++)");
        if (scale[2] == 1) writer.Line($"int left = column * {input.PixelStride};");
        else
        {
            Locate(2);
            writer.Line($"int left = {First(2)}, right = {Second(2)};");
            writer.Line($"{map.Code.Type} columnShare = {Share(2)};");
        }
        map.Channels(output.Channels, channel =>
        {
            var values = rows.Select(row => scale[2] == 1 ? map.Code.Load($"{row} + left{channel}")
                : Mix(map.Code.Load($"{row} + left{channel}"), map.Code.Load($"{row} + right{channel}"), "columnShare")).ToList();
            foreach (int i in new[] { 1, 0 })
            {
                if (scale[i] == 1) continue;
                // Only the line that joins everything needs no name.
                for (int n = 0; n < values.Count; n++) writer.Line($"{map.Code.Type} {names[i]}{n} = {values[n]};");
                values = [.. Enumerable.Range(0, values.Count / 2)
                    .Select(n => Mix($"{names[i]}{2 * n}", $"{names[i]}{2 * n + 1}", names[i] + "Share"))];
            }
            writer.Line($"{map.Code.Type} v = {values[0]};");
        });
        map.NextPixel();
        writer.Close();
        writer.Close();

        string Mix(string first, string second, string share) => map.Context.Functions.Call("Mix", first, second, share);
    }

    /// <summary>What <see cref="Upsample.Source"/> does, for a position that is known only when the kernel runs.</summary>
    private static void EmitPosition(CodeWriter writer, Upsample upsample, string name, int from, int to)
    {
        writer.Line(upsample.AlignCorners
            ? $"double {name}At = {name} * ({from - 1}d / {to - 1}d);"
            : $"double {name}At = Math.Max(({name} + 0.5) / {to / from} - 0.5, 0);");
        writer.Line($"int {name}First = Math.Min((int){name}At, {from - 1}), {name}Second = Math.Min({name}First + 1, {from - 1});");
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
