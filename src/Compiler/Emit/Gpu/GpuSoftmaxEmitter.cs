using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Prints softmax over the channels of a position: a group of threads finds the greatest value, then the sum of
/// exponentials.</summary>
internal static class GpuSoftmaxEmitter
{
    public static void Emit(GpuContext context, GpuSoftmaxPlan plan)
    {
        CodeWriter writer = context.Writer;
        GpuValue input = context.Value("x", plan.Input, ofVectors: false);
        var finish = new GpuFinish(context, plan, plan.Output, plan.Epilogue);
        int channels = plan.Output.Channels, threads = plan.Threads;
        string loop = $"for (int channel = thread; channel < {channels}; channel += {threads})";
        string Greater(string x, string y) => context.Functions.Call("Greater", x, y);
        string exponential = context.Functions.Call("Exp", $"{input.At("position", "channel")} - greatest");
        context.Open(plan);
        writer.Comment("Memory of its own for each of the two trees: nobody writes where another still reads.");
        writer.Line($"var greatests = SharedMemory.Allocate<float>({threads});");
        writer.Line($"var sums = SharedMemory.Allocate<float>({threads});");
        writer.Line("int thread = Group.IdxX, position = Grid.IdxX;");
        writer.Line(input.Declaration);
        writer.Comment("The greatest value is taken off first, so that no exponential overflows.");
        writer.Line("float greatestOfMine = float.NegativeInfinity;");
        writer.Line($"{loop} greatestOfMine = {Greater("greatestOfMine", input.At("position", "channel"))};");
        writer.Line("greatests[thread] = greatestOfMine;");
        GpuTree.Emit(writer, threads, 1, "greatests", [$"mine = {Greater("mine", "other")};"], "float");
        writer.Line("float greatest = greatests[0];");
        writer.Line("float exponentials = 0f;");
        writer.Line($"{loop} exponentials += {exponential};");
        writer.Line("sums[thread] = exponentials;");
        GpuTree.Emit(writer, threads, 1, "sums", ["mine += other;"], "float");
        writer.Line("float sum = sums[0];");
        writer.Line($"{loop} {finish.Call("position", "channel", $"{exponential} / sum")};");
        writer.Close();
        finish.EmitOne();
    }
}
