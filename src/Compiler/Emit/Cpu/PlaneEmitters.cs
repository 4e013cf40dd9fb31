using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Prints the kernels at the border of a network whose caller has the channels first.</summary>
public static class PlaneEmitters
{
    /// <summary>The caller's input, as planes of floats or as an image in bytes, into the workspace.</summary>
    public static void Emit(CpuContext context, PackPlanesPlan plan)
    {
        CodeWriter writer = context.Kernels;
        View output = plan.Output;
        KernelText.OpenKernel(writer, plan);
        if (output.Frames == 1 && plan.Runs.Pixels == output.Width && output.Channels <= 4)
        {
            writer.Open("if (k->Normalization != null)");
            writer.Comment("An image in bytes has its channels last, as it was decoded.");
            writer.Line(
                $"InputPacking.Rows(k, {plan.Binding}, {output.Width * output.Channels}, {output.Channels}, {KernelText.Base(output)}, "
                + $"{output.RowStride}, first, last);");
            writer.Line("return;");
            writer.Close();
        }
        OpenRuns(writer, plan.Runs, output, "target");
        writer.Line(
            $"ChannelPlanes.Read((float*)k->Bindings[{plan.Binding}] + {KernelText.Times("run", plan.Runs.Pixels)}, {output.Pixels}, "
            + $"{output.Channels}, target, pixels);");
        writer.Close();
        KernelText.CloseKernel(writer);
    }

    /// <summary>A result, from the workspace to the caller's planes.</summary>
    public static void Emit(CpuContext context, WritePlanesPlan plan)
    {
        CodeWriter writer = context.Kernels;
        KernelText.OpenKernel(writer, plan);
        OpenRuns(writer, plan.Runs, plan.Value, "source");
        writer.Line(
            $"ChannelPlanes.Write(source, {plan.Value.PixelStride}, {plan.Value.Channels}, {KernelText.Base(plan.Output)} + "
            + $"{KernelText.Times("run", plan.Runs.Pixels)}, {plan.Value.Pixels}, pixels);");
        writer.Close();
        KernelText.CloseKernel(writer);
    }

    /// <summary>Opens the loop over this participant's pieces, with a pointer to where one begins and the number of its pixels.</summary>
    private static void OpenRuns(CodeWriter writer, PixelRuns runs, View view, string pointer)
    {
        bool isOneRow = runs.Pixels < view.Width;
        writer.Open("for (int run = first; run < last; run++)");
        string start = isOneRow ? KernelText.Times("run", (long)runs.Pixels * view.PixelStride)
            : KernelText.RowOffset(view, "run", KernelText.RowsPerFrame(view));
        writer.Line($"float* {pointer} = {KernelText.Base(view)} + {start};");
        writer.Line(isOneRow && view.Width % runs.Pixels != 0
            ? $"int pixels = Math.Min({runs.Pixels}, {view.Width} - run * {runs.Pixels});"
            : $"const int pixels = {runs.Pixels};");
    }
}
