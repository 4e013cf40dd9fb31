using Fusion.Compiler.Emit.Cpu.Maps;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Prints all kernels of a network for one instruction set, as a nested class.</summary>
public static class CpuEmitter
{
    /// <summary>The name of the nested class.</summary>
    public static string ClassName(InstructionSet set) => set.Name + "Kernels";

    /// <param name="programs">All for the same instruction set.</param>
    internal static void Emit(CodeWriter writer, IReadOnlyList<(CpuProgram Program, CpuPlan Plan)> programs)
    {
        InstructionSet set = programs[0].Plan.Set;
        var context = new CpuContext(set);
        foreach ((CpuProgram program, CpuPlan plan) in programs) NameKernels(context, plan, program.Suffix);
        var text = new CodeWriter();
        foreach ((CpuProgram program, CpuPlan plan) in programs) EmitProgram(text, context, plan, program);

        // Kernels hold no references: the C# compiler need not follow them for null.
        writer.Line("#nullable disable");
        writer.Line($"/// <summary>Kernels for {Description(set)}: vectors of {set.Lanes} floats.</summary>");
        writer.Open($"internal static unsafe class {ClassName(set)}");
        writer.Lines(text.ToString().TrimStart('\n'));
        writer.Lines(context.Kernels.ToString());
        context.Tiles.Write(writer);
        context.Functions.Write(writer);
        context.Tables.Write(writer);
        writer.Close();
        writer.Line("#nullable restore");
    }

    /// <summary>Tells kernels from those of other sizes, and from what they call: a layer may be called <c>math</c>.</summary>
    private static void NameKernels(CpuContext context, CpuPlan plan, string suffix)
    {
        CpuKernelPlan[] kernels = [.. plan.Kernels.SelectMany(kernel => kernel.Parts.Append(kernel))];
        var used = new HashSet<string>(kernels.Select(kernel => kernel.Name), StringComparer.Ordinal);
        foreach (CpuKernelPlan kernel in kernels)
        {
            if (CpuAliases.All.Has(kernel.Name) || kernel.Name == ClassName(context.Set))
            {
                string wanted = kernel.Name + "_Kernel";
                while (!used.Add(wanted)) wanted += "_";
                kernel.Name = wanted;
            }
            kernel.Name += suffix;
            context.Tables.Reserve(kernel.Name);
        }
    }

    private static void EmitProgram(CodeWriter writer, CpuContext context, CpuPlan plan, CpuProgram program)
    {
        string size = string.Join(", ", plan.Graph.Inputs.Select(input => $"{input.Name} {input.Shape}"));
        writer.Line();
        writer.Summary(program.Samples == 1 ? $"One sample of {size}, kernel after kernel."
            : $"{program.Samples} samples at once, as {size}, kernel after kernel.");
        writer.Line(KernelText.FullyOptimised);
        writer.Open($"public static void {program.Name}(KernelRunner runner)");
        for (int i = 0; i < plan.Kernels.Count; i++)
        {
            CpuKernelPlan kernel = plan.Kernels[i];
            if (plan.Tail is { } tail && tail.First == i) EmitTail(writer, tail);
            writer.Line($"runner.Step({i}, &{kernel.Name}, {kernel.Units});");
            EmitKernel(context, kernel);
        }
        writer.Close();
    }

    private static void EmitTail(CodeWriter writer, BatchTail tail)
    {
        writer.Comment("From here on, samples of a batch go side by side, so that weights come from memory once for several of them.");
        writer.Line($"runner.JoinSamples({tail.Touched.From}, {tail.Touched.Floats}, {tail.Kept.From}, {tail.Kept.Floats});");
    }

    private static void EmitKernel(CpuContext context, CpuKernelPlan kernel)
    {
        foreach (ChunkSumsPlan sums in kernel.UnitSums) ChunkSumsEmitter.Emit(context, sums);
        switch (kernel)
        {
            case ConvolutionPlan plan:
                if (plan.Panels.Packing is { } packing) PackWeightsEmitter.Emit(context, packing);
                ConvolutionEmitter.Emit(context, plan);
                break;
            case WinogradPlan plan:
                if (plan.Packing is { } transform) TransformWeightsEmitter.Emit(context, transform);
                WinogradEmitter.Emit(context, plan);
                break;
            case DepthwisePlan plan: DepthwiseEmitter.Emit(context, plan); break;
            case BandPlan plan:
                BandEmitter.Emit(context, plan);
                foreach (CpuKernelPlan part in plan.Parts) EmitKernel(context, part);
                break;
            case ErrorSweepPlan plan:
                ErrorSweepEmitter.Emit(context, plan);
                foreach (CpuKernelPlan part in plan.Parts) EmitKernel(context, part);
                break;
            case PackMatricesPlan plan: PackMatricesEmitter.Emit(context, plan); break;
            case ProductPlan plan: ProductEmitter.Emit(context, plan); break;
            case AttentionPlan plan: AttentionEmitter.Emit(context, plan); break;
            case RecurrencePlan plan: RecurrenceEmitter.Emit(context, plan); break;
            case MapPlan plan: MapEmitter.Emit(context, plan); break;
            case WeightGradientPlan plan:
                WeightGradientEmitter.Emit(context, plan);
                if (plan.Result is { } result) WeightGradientResultEmitter.Emit(context, result);
                break;
            case WeightGradientResultPlan plan: WeightGradientResultEmitter.Emit(context, plan); break;
            case PackWeightsPlan plan: PackWeightsEmitter.Emit(context, plan); break;
            case TransformWeightsPlan plan: TransformWeightsEmitter.Emit(context, plan); break;
            case PackSlopesPlan plan: PackWeightsEmitter.Emit(context, plan); break;
            case ChunkSumsPlan plan: ChunkSumsEmitter.Emit(context, plan); break;
            case CombineSumsPlan plan: CombineSumsEmitter.Emit(context, plan); break;
            case ProjectionPlan plan: ProjectionEmitter.Emit(context, plan); break;
            case UpdatePlan plan: UpdateEmitter.Emit(context, plan); break;
            case SquaresPlan plan: StepGuardEmitter.Emit(context, plan); break;
            case StepGuardPlan plan: StepGuardEmitter.Emit(context, plan); break;
            case PackInputPlan plan: PackInputEmitter.Emit(context, plan); break;
            case PackPlanesPlan plan: PlaneEmitters.Emit(context, plan); break;
            case WritePlanesPlan plan: PlaneEmitters.Emit(context, plan); break;
            case ScaleWeightsPlan plan: ScaleWeightsEmitter.Emit(context, plan); break;
            case SqueezeResultPlan plan: SqueezeResultEmitter.Emit(context, plan); break;
            default: throw new InvalidOperationException($"No emitter prints {kernel.GetType().Name}.");
        }
    }

    private static string Description(InstructionSet set) => set == InstructionSet.Avx512 ? "AVX-512"
        : set == InstructionSet.Avx2 ? "AVX2 with FMA" : "any machine with 128-bit vectors";
}
