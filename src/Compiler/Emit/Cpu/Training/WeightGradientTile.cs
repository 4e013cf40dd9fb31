using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// Prints the microkernel of a weight gradient: a tile of inputs × outputs stays in registers, and for each position the outer product of a
/// few channels of x and of dy is added. Nothing is transposed: dy's channels are vectors, those of x are broadcast. Where a tap has few
/// inputs, a tile has several taps.
/// </summary>
public static class WeightGradientTile
{
    /// <summary>Prints the calls that take a panel over a block: all tiles of inputs, each with all taps, which read the same lines of
    /// x.</summary>
    /// <param name="width">The panel's channels, in whole vectors.</param>
    public static void EmitCalls(CpuContext context, WeightGradientPlan plan, int width)
    {
        CodeWriter writer = context.Kernels;
        GradientTiles tiles = plan.Tiles!;
        var loops = TapLoop.Of(plan.Layer, plan.Input, overColumns: !tiles.RunsOverColumns && tiles.Columns == 1)
            .Where(loop => tiles.Rows == 1 || loop.Name != "row").ToList();
        int run = plan.Sums.Inputs * (tiles.RunsOverColumns ? plan.Layer.Kernel[2] : 1), done = 0;
        string arguments = string.Join(", ", [
            .. new TapPointers(tiles.Rows, tiles.Columns).Arguments(
                (long)plan.Layer.Dilation[1] * plan.Input.RowStride, (long)plan.Layer.Dilation[2] * plan.Input.PixelStride),
            .. PositionLoopText.Arguments(plan.Positions)]);
        foreach (var (size, count) in tiles.Split.Parts)
        {
            string name = Add(context, tiles, size, width / context.Set.Lanes, plan.Positions.Inner.Count), i = CodeWriter.Number(done);
            if (count > 1)
            {
                writer.Open($"for (int i = {done}; i < {done + size * count}; i += {size})");
                i = "i";
            }
            else if (loops.Count > 0) writer.Open("");
            string x = i == "0" ? "panelX" : $"panelX + {i}", sums = i == "0" ? "panelSums" : $"panelSums + {KernelText.Times(i, width)}";
            if (loops.Count > 0) writer.Line($"float* tapSums = {sums};");
            foreach (TapLoop loop in loops)
            {
                writer.Open($"for (int {loop.Name} = 0; {loop.Name} < {loop.Count}; {loop.Name}++)");
                writer.Line($"float* {loop.Name}X = {x} + {KernelText.Times(loop.Name, loop.Stride)};");
                x = loop.Name + "X";
            }
            writer.Line($"{name}({x}, panelDy, {(loops.Count > 0 ? "tapSums" : sums)}, {arguments});");
            if (loops.Count > 0) writer.Line($"tapSums += {(long)tiles.Rows * tiles.Columns * run * width};");
            foreach (TapLoop _ in loops) writer.Close();
            if (count > 1 || loops.Count > 0) writer.Close();
            done += size * count;
        }
    }

    /// <summary>Prints the microkernel for so many inputs of each tap and vectors of outputs, unless there is one already, and returns its
    /// name. A tile of several taps has all of their inputs, so that its sums follow each other.</summary>
    private static string Add(CpuContext context, GradientTiles tiles, int inputs, int vectors, int loops)
    {
        VectorCode code = context.Code;
        int lanes = context.Set.Lanes, width = vectors * lanes, rows = tiles.Rows, columns = tiles.Columns;
        var pointers = new TapPointers(rows, columns);
        string[] scalars = [.. Enumerable.Range(0, rows).SelectMany(row => Enumerable.Range(0, columns).SelectMany(column =>
            Enumerable.Range(0, inputs).Select(input => pointers.At(row, column, input))))];
        var writer = new CodeWriter();
        string taps = rows * columns == 1 ? "" : $" at each of {rows}×{columns} taps";
        writer.Summary(
            $"Adds the products of {inputs} channel{(inputs == 1 ? "" : "s")} of x{taps} and {width} of dy over a block of positions.");
        writer.Line(KernelText.FullyOptimised);
        string parameters = string.Join(", ", [.. pointers.Parameters, .. PositionLoopText.Parameters(loops)]);
        writer.Open($"private static void {TileLibrary.Placeholder}(float* x, float* dy, float* sums, {parameters})");
        writer.Open("unchecked");
        for (int i = 0; i < scalars.Length; i++)
            for (int n = 0; n < vectors; n++)
                writer.Line($"{code.Type} c{i}_{n} = {code.Load("sums" + KernelText.Offset(i * width + n * lanes))};");
        pointers.Declare(writer);
        PositionLoopText.Open(writer, loops);
        for (int n = 0; n < vectors; n++) writer.Line($"{code.Type} b{n} = {code.Load("dy" + KernelText.Offset(n * lanes))};");
        for (int i = 0; i < scalars.Length; i++)
        {
            string a = code.Broadcast(scalars[i].Contains(' ') ? $"*({scalars[i]})" : $"*{scalars[i]}");
            if (vectors > 1)
            {
                writer.Line($"{code.Type} a{i} = {a};");
                a = $"a{i}";
            }
            for (int n = 0; n < vectors; n++) writer.Line($"c{i}_{n} = {code.MultiplyAdd(a, $"b{n}", $"c{i}_{n}")};");
        }
        PositionLoopText.Close(writer, loops, pointers.Pointers);
        for (int i = 0; i < scalars.Length; i++)
            for (int n = 0; n < vectors; n++)
                writer.Line($"c{i}_{n}.Store(sums{KernelText.Offset(i * width + n * lanes)});");
        writer.Close();
        writer.Close();
        string of = rows * columns == 1 ? "" : $"{rows}x{columns}x";
        return context.Tiles.Add($"WeightGradient{of}{inputs}x{width}{(loops == 1 ? "" : $"_{loops}Loops")}", writer.ToString());
    }
}
