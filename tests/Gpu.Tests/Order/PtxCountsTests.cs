using Fusion.Gpu.Runtime;
using Fusion.Gpu.Tests.Support.Order;
using ILGPU.Runtime.Cuda;

namespace Fusion.Gpu.Tests.Order;

public sealed class PtxCountsTests
{
    [Fact]
    public void CountsWhatATileLoopIsJudgedBy()
    {
        using var code = new KernelCode();
        var kernel = new GpuKernel("", OrderKernels.DoubleBuffered, 64, 1, 1, 1);
        PtxCounts counts = PtxCounts.Of(code.Ptx(kernel, CudaArchitecture.SM_90));
        var expected = new PtxCounts
        {
            Local = 0,
            SharedVectorLoads = 1,
            SharedVectorStores = 2,
            GlobalVectorLoads = 2,
            GlobalVectorStores = 1,
            SharedLoads = 1,
            GenericAccesses = 0,
            MultiplyAdds = 4,
            MatrixProducts = 0,
        };
        Assert.Equal(expected, counts);
    }
}
