using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Prints what makes one value per channel of all positions of a sample.</summary>
internal static class GpuReduceEmitter
{
    public static void Emit(GpuContext context, GpuReducePlan plan)
    {
        CodeWriter writer = context.Writer;
        bool isMax = plan.Mode == GlobalPoolMode.Max;
        GpuValue input = context.Value("x", plan.Input, ofVectors: false);
        var finish = new GpuFinish(context, plan, plan.Output, plan.Epilogue);
        int channels = plan.Output.Channels, columns = GpuReducePlan.Columns, slices = GpuReducePlan.Slices;
        string Combine(string mine, string other) =>
            isMax ? $"{mine} = {context.Functions.Call("Greater", mine, other)};" : $"{mine} += {other};";
        context.Open(plan);
        writer.Line($"var values = SharedMemory.Allocate<float>({plan.Threads});");
        writer.Line($"int thread = Group.IdxX, slice = thread / {columns};");
        writer.Line($"int sample = Grid.IdxX, channel = Grid.IdxY * {columns} + thread % {columns};");
        writer.Line(input.Declaration);
        writer.Line($"float total = {(isMax ? "float.NegativeInfinity" : "0f")};");
        if (channels % columns != 0) writer.Open($"if (channel < {channels})");
        writer.Open($"for (int row = slice; row < {plan.Rows}; row += {slices})");
        writer.Line($"float next = {input.At($"sample * {plan.Rows} + row", "channel")};");
        writer.Line(Combine("total", "next"));
        writer.Close();
        if (channels % columns != 0) writer.Close();
        writer.Line("values[thread] = total;");
        GpuTree.Emit(writer, plan.Threads, columns, "values", [Combine("mine", "other")], "float");
        writer.Open($"if (thread < {columns}{(channels % columns == 0 ? "" : $" && channel < {channels}")})");
        string mean = plan.Mode == GlobalPoolMode.Average ? $" / {CodeWriter.Float(plan.Pixels)}" : "";
        writer.Line($"{finish.Call("sample", "channel", $"values[thread]{mean}")};");
        writer.Close();
        writer.Close();
        finish.EmitOne();
    }
}
