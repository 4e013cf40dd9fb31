using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>
/// Prints norms whose statistics are of the value itself: a group of threads has the channels of a position, or the positions and channels
/// of a GroupNorm's group. It finds the mean, then the mean of squared distances from it, and then applies both.
/// </summary>
internal static class GpuNormEmitter
{
    public static void Emit(GpuContext context, GpuNormPlan plan)
    {
        CodeWriter writer = context.Writer;
        GpuValue input = context.Value("x", plan.Input, ofVectors: false);
        var finish = new GpuFinish(context, plan, plan.Output, plan.Epilogue);
        bool hasMean = plan.Operation is LayerNorm or GroupNorm;
        string x = input.At(Position(plan), Channel(plan));
        context.Open(plan);
        writer.Comment("Memory of its own for each of the sums: nobody writes where another still reads.");
        if (hasMean) writer.Line($"var sums = SharedMemory.Allocate<float>({plan.Threads});");
        writer.Line($"var squares = SharedMemory.Allocate<float>({plan.Threads});");
        writer.Line("int thread = Group.IdxX, unit = Grid.IdxX;");
        writer.Line(input.Declaration);
        if (hasMean)
        {
            Sum(writer, plan, "sums", $"part += {x};");
            writer.Line($"float mean = sums[0] / {CodeWriter.Float(plan.Count)};");
            Sum(writer, plan, "squares", $"float distance = {x} - mean;", "part += distance * distance;");
        }
        else Sum(writer, plan, "squares", $"float next = {x};", "part += next * next;");
        writer.Line($"float scale = {Scale(context, plan)};");
        Open(writer, plan, "element", CodeWriter.Number(plan.Count));
        string value = hasMean ? $"({x} - mean) * scale" : $"{x} * scale";
        writer.Line($"{finish.Call(Position(plan), Channel(plan), value)};");
        writer.Close();
        writer.Close();
        finish.EmitOne();
    }

    private static string Scale(GpuContext context, GpuNormPlan plan) => plan.Operation is Normalize normalize
        ? $"1f / {context.Functions.Call("Greater", "MathF.Sqrt(squares[0])", CodeWriter.Float(normalize.Epsilon))}"
        : $"1f / MathF.Sqrt(squares[0] / {CodeWriter.Float(plan.Count)} + "
            + $"{CodeWriter.Float(((AffineNorm)plan.Operation).Epsilon)})";

    /// <summary>A sum over what the group of threads has, in <c>memory[0]</c>. A thread adds so many terms at a time.</summary>
    private static void Sum(CodeWriter writer, GpuNormPlan plan, string memory, params string[] terms)
    {
        const int chunk = 64;
        string own = memory + "OfMine";
        writer.Line($"float {own} = 0f;");
        if (plan.Count > (long)chunk * plan.Threads)
        {
            int step = chunk * plan.Threads;
            writer.Open($"for (int from = thread; from < {plan.Count}; from += {step})");
            writer.Line($"int to = from + {step} < {plan.Count} ? from + {step} : {plan.Count};");
            writer.Line("float part = 0f;");
            writer.Open($"for (int element = from; element < to; element += {plan.Threads})");
            foreach (string term in terms) writer.Line(term);
            writer.Close();
            writer.Line($"{own} += part;");
            writer.Close();
        }
        else
        {
            Open(writer, plan, "element", CodeWriter.Number(plan.Count));
            foreach (string term in terms) writer.Line(term.Replace("part", own));
            writer.Close();
        }
        writer.Line($"{memory}[thread] = {own};");
        GpuTree.Emit(writer, plan.Threads, 1, memory, ["mine += other;"], "float");
    }

    private static void Open(CodeWriter writer, GpuNormPlan plan, string element, string count) =>
        writer.Open($"for (int {element} = thread; {element} < {count}; {element} += {plan.Threads})");

    /// <summary>The position of <c>element</c>, counted over all samples.</summary>
    private static string Position(GpuNormPlan plan) => plan.Operation is not GroupNorm norm ? "unit"
        : GpuValue.Sum(GpuValue.Times(GpuValue.Divided("unit", norm.Groups), plan.Input.Pixels),
            GpuValue.Divided("element", plan.Input.Channels / norm.Groups));

    private static string Channel(GpuNormPlan plan)
    {
        if (plan.Operation is not GroupNorm norm) return "element";
        int each = plan.Input.Channels / norm.Groups;
        return GpuValue.Sum(GpuValue.Times(GpuValue.Remainder("unit", norm.Groups), each), GpuValue.Remainder("element", each));
    }
}
