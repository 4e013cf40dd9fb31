using Fusion.Compiler.Emit.Training;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Prints the kernels that bring weights back to what is declared of them. What they do is the run time's: it sees to the weights
/// that a training begins with, too.</summary>
public static class ProjectionEmitter
{
    private const string RunTime = "global::Fusion.Training.WeightProjection";

    public static void Emit(CpuContext context, ProjectionPlan plan)
    {
        CodeWriter writer = context.Kernels;
        KernelText.OpenKernel(writer, plan);
        writer.Line($"float scale = *({KernelText.Base(plan.Guard)});");
        writer.Comment("After a loss that is no number, everything stays as it was.");
        writer.Line("if (!float.IsFinite(scale)) return;");
        writer.Line($"float* updated = {KernelText.Base(plan.Updated)};");
        writer.Line($"float* weights = {KernelText.Base(plan.Output)};");
        if (plan.Projection is OrthogonalProjection orthogonal) EmitOrthogonal(writer, plan, orthogonal);
        else EmitConserving(writer, plan, (ConservingProjection)plan.Projection);
        KernelText.CloseKernel(writer);
    }

    private static void EmitOrthogonal(CodeWriter writer, ProjectionPlan plan, OrthogonalProjection orthogonal)
    {
        int rows = orthogonal.GroupRows, columns = orthogonal.Columns;
        writer.Line($"double* scratch = (double*)({KernelText.Scratch(plan)});");
        writer.Open("for (int i = first; i < last; i++)");
        string offset = KernelText.Times("(long)i", (long)rows * columns);
        writer.Comment("Rows that are not independent stay as they were.");
        writer.Line($"{RunTime}.Orthogonalize(updated + {offset}, weights + {offset}, {rows}, {columns}, scratch);");
        writer.Close();
    }

    private static void EmitConserving(CodeWriter writer, ProjectionPlan plan, ConservingProjection conserving)
    {
        int rows = conserving.Rows, columns = conserving.Columns;
        writer.Line($"int from = first * {plan.UnitRows}, to = Math.Min(last * {plan.UnitRows}, {rows});");
        string source = "updated";
        foreach (WeightedSum sum in conserving.Orthonormal(out _))
        {
            writer.Line($"{RunTime}.Conserve({source}, weights, {columns}, [{WeightProjectionText.Factors(sum.Factors)}], "
                + $"{WeightSources.Double(sum.Value)}, from, to);");
            source = "weights";
        }
    }
}
