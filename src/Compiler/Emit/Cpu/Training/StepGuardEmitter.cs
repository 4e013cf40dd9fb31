using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Prints what updates ask first: whether the losses, and all gradients, are numbers, and how large the gradients are.</summary>
public static class StepGuardEmitter
{
    public static void Emit(CpuContext context, SquaresPlan plan)
    {
        CodeWriter writer = context.Kernels;
        KernelText.OpenKernel(writer, plan);
        writer.Line($"double* partials = (double*)({KernelText.Base(plan.Partials)});");
        int from = 0;
        foreach (View input in plan.Inputs)
        {
            int chunks = SquaresPlan.Chunks(input);
            string call = context.Functions.Call("SquaresOfChunks", KernelText.Base(input), CodeWriter.Number(SquaresPlan.Elements(input)),
                $"partials + {from}", $"Math.Max(0, first - {from})", $"Math.Min({chunks}, last - {from})");
            writer.Line($"if (first < {from + chunks} && last > {from}) {call};");
            from += chunks;
        }
        KernelText.CloseKernel(writer);
    }

    public static void Emit(CpuContext context, StepGuardPlan plan)
    {
        CodeWriter writer = context.Kernels;
        KernelText.OpenKernel(writer, plan);
        writer.Line("if (first == last) return;");
        writer.Line("float loss = 0;");
        foreach (View term in plan.Terms) writer.Line($"loss += *({KernelText.Base(term)});");
        writer.Line($"double* partials = (double*)({KernelText.Base(plan.Partials)});");
        writer.Line("double gradients = 0, statistics = 0;");
        var (gradients, statistics) = plan.Chunks;
        if (gradients > 0) writer.Line($"for (int i = 0; i < {gradients}; i++) gradients += partials[i];");
        if (plan.Columns is { } columns)
        {
            writer.Line($"double* columns = (double*)({KernelText.Base(columns)});");
            writer.Line($"for (int i = 0; i < {columns.Channels / 2}; i++) gradients += columns[i];");
        }
        if (statistics > 0)
            writer.Line($"for (int i = {gradients}; i < {gradients + statistics}; i++) statistics += partials[i];");
        writer.Comment("Of what is infinite or no number, no comparison is true.");
        writer.Line("bool isFinite = float.IsFinite(loss) && gradients < float.MaxValue && statistics < float.MaxValue;");
        double clip = plan.Guard.Clip;
        string factor = clip == 0 ? "1"
            : $"(float)Math.Min(1, {clip.ToString("R", System.Globalization.CultureInfo.InvariantCulture)} "
                + "/ (Math.Sqrt(gradients) + 1e-6))";
        writer.Line($"*({KernelText.Base(plan.Output)}) = isFinite ? {factor} : float.NaN;");
        KernelText.CloseKernel(writer);
    }
}
