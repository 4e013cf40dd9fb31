using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// Prints the microkernel of a weight gradient: a tile of inputs × outputs stays in registers, and for each position the outer product of a
/// few channels of x and of dy is added. Nothing is transposed: dy's channels are vectors, those of x are broadcast.
/// </summary>
public static class WeightGradientTile
{
    /// <summary>Prints the calls that take a panel over a block: all tiles of inputs, each with all taps, which read the same lines of
    /// x.</summary>
    /// <param name="width">The panel's channels, in whole vectors.</param>
    public static void EmitCalls(CpuContext context, WeightGradientPlan plan, int width)
    {
        CodeWriter writer = context.Kernels;
        IReadOnlyList<TapLoop> loops = TapLoop.Of(plan.Layer, plan.Input, overColumns: !plan.RunsOverColumns);
        int run = plan.Sums.Inputs * (plan.RunsOverColumns ? plan.Layer.Kernel[2] : 1), done = 0;
        string arguments = string.Join(", ", PositionLoopText.Arguments(plan.Positions));
        foreach (var (size, count) in plan.Split!.Parts)
        {
            string name = Add(context, size, width / context.Set.Lanes, plan.Positions.Inner.Count), i = CodeWriter.Number(done);
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
            if (loops.Count > 0) writer.Line($"tapSums += {run * width};");
            foreach (TapLoop _ in loops) writer.Close();
            if (count > 1 || loops.Count > 0) writer.Close();
            done += size * count;
        }
    }

    /// <summary>Prints the microkernel for so many inputs and vectors of outputs, unless there is one already, and returns its
    /// name.</summary>
    private static string Add(CpuContext context, int inputs, int vectors, int loops)
    {
        VectorCode code = context.Code;
        int lanes = context.Set.Lanes, width = vectors * lanes;
        var writer = new CodeWriter();
        writer
            .Summary($"Adds the products of {inputs} channel{(inputs == 1 ? "" : "s")} of x and {width} of dy over a block of positions.");
        writer.Line(KernelText.FullyOptimised);
        string parameters = string.Join(", ", PositionLoopText.Parameters(loops));
        writer.Open($"private static void {TileLibrary.Placeholder}(float* x, float* dy, float* sums, {parameters})");
        writer.Open("unchecked");
        for (int i = 0; i < inputs; i++)
            for (int n = 0; n < vectors; n++)
                writer.Line($"{code.Type} c{i}_{n} = {code.Load("sums" + KernelText.Offset(i * width + n * lanes))};");
        PositionLoopText.Open(writer, loops);
        for (int n = 0; n < vectors; n++) writer.Line($"{code.Type} b{n} = {code.Load("dy" + KernelText.Offset(n * lanes))};");
        for (int i = 0; i < inputs; i++)
        {
            string a = code.Broadcast($"x[{i}]");
            if (vectors > 1)
            {
                writer.Line($"{code.Type} a{i} = {a};");
                a = $"a{i}";
            }
            for (int n = 0; n < vectors; n++) writer.Line($"c{i}_{n} = {code.MultiplyAdd(a, $"b{n}", $"c{i}_{n}")};");
        }
        PositionLoopText.Close(writer, loops, "x");
        for (int i = 0; i < inputs; i++)
            for (int n = 0; n < vectors; n++)
                writer.Line($"c{i}_{n}.Store(sums{KernelText.Offset(i * width + n * lanes)});");
        writer.Close();
        writer.Close();
        return context.Tiles.Add($"WeightGradient{inputs}x{width}{(loops == 1 ? "" : $"_{loops}Loops")}", writer.ToString());
    }
}
