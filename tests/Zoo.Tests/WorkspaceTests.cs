using Fusion.Compiler.Graphs;
using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Zoo.Tests;

public class WorkspaceTests
{
    /// <summary>How far above the bound a workspace may be. All networks of the zoo are at 1.</summary>
    private const double Factor = 1.02;

    [Fact]
    public void Is_as_small_as_the_lives_of_its_buffers_allow()
    {
        foreach (ZooNetwork zoo in ZooNetwork.All.Concat(ZooNetwork.Blocks))
        {
            var layout = new WeightLayout(Compiler.Schedule.Cpu.InstructionSet.Avx2);
            foreach (NetworkVariant variant in zoo.Info.Variants)
            {
                CpuPlan plan = Scheduler.Schedule(RewritePipeline.Run(GraphText.Parse(variant.Graph), new FusionNotes()), layout.Set,
                    layout);
                Assert.InRange(plan.WorkspaceFloats, plan.WorkspaceLowerBound, (long)(Factor * plan.WorkspaceLowerBound));
                Assert.Equal(variant.WorkspaceBytes, 4 * plan.WorkspaceFloats);
            }
        }
    }
}
