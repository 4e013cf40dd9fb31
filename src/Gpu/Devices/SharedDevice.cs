using Fusion.Gpu.Kernels;
using ILGPU;
using ILGPU.Backends;
using ILGPU.Runtime;

namespace Fusion.Gpu.Devices;

/// <summary>
/// An open device of the process: however often it is opened, it has one context, and its kernels are compiled once. The last of its users
/// closes it.
/// </summary>
internal sealed class SharedDevice
{
    private static readonly Lock _gate = new();
    private static readonly Dictionary<(GpuDeviceKind, string), SharedDevice> _open = [];

    private int _users = 1;

    private SharedDevice(FoundDevice found)
    {
        Info = found.Info;
        Memory = new MemoryCount(found.Info);
        Context = KernelContext.Create();
        try
        {
            Accelerator = found.Create(Context);
            OrderedPlacement.Apply(Accelerator.GetBackend());
            CopyStream = Accelerator.CreateStream();
        }
        catch
        {
            Context.Dispose();
            throw;
        }
        Kernels = new KernelTable(this);
    }

    public GpuDeviceInfo Info { get; }

    public Context Context { get; }

    public Accelerator Accelerator { get; }

    /// <summary>Its memory that is in use.</summary>
    public MemoryCount Memory { get; }

    /// <summary>The kernels that have been compiled for it.</summary>
    public KernelTable Kernels { get; }

    /// <summary>Held while kernels are launched on devices whose launches set the arguments of a kernel that sessions share.</summary>
    public Lock LaunchGate { get; } = new();

    /// <summary>Copies buffers that belong to no network; held while <see cref="CopyStream"/> is used.</summary>
    public Lock CopyGate { get; } = new();

    public AcceleratorStream CopyStream { get; }

    /// <summary>What went wrong, where the device cannot be used any more.</summary>
    public GpuException? Lost { get; private set; }

    /// <summary>Opens the device, or adds a user where it is open.</summary>
    /// <exception cref="GpuException">It cannot be used.</exception>
    public static SharedDevice Open(FoundDevice found)
    {
        if (found.Info.Problem is { } problem) throw new GpuException($"{found.Info.Name} cannot run kernels: {problem}.");
        lock (_gate)
        {
            if (_open.TryGetValue((found.Info.Kind, found.Info.Name), out SharedDevice? device))
            {
                device._users++;
                return device;
            }
            try
            {
                device = new SharedDevice(found);
            }
            catch (Exception exception) when (DeviceErrors.IsOfDriver(exception))
            {
                throw DeviceErrors.Translate(exception, found.Info, "opening it");
            }
            _open.Add((found.Info.Kind, found.Info.Name), device);
            return device;
        }
    }

    /// <summary>Adds a user to one that is there.</summary>
    public void AddUser()
    {
        lock (_gate) _users++;
    }

    /// <summary>Removes a user; the last one closes the device.</summary>
    public void Release()
    {
        lock (_gate)
        {
            if (--_users > 0) return;
            Forget();
            try
            {
                Accelerator.Dispose();
                Context.Dispose();
            }
            catch (Exception exception) when (DeviceErrors.IsOfDriver(exception))
            {
                // A device that was lost cannot free anything any more; its driver does, when the process ends.
            }
        }
    }

    /// <summary>The exception for users. Where the device is of no use any more, opening it again gives another context.</summary>
    /// <param name="exception">What the driver threw.</param>
    /// <param name="doing">What was done meanwhile.</param>
    public GpuException Failed(Exception exception, string doing)
    {
        GpuException failure = DeviceErrors.Translate(exception, Info, doing);
        if (!DeviceErrors.IsFatal(exception)) return failure;
        lock (_gate)
        {
            Lost ??= failure;
            Forget();
        }
        return failure;
    }

    /// <exception cref="GpuException">The device has been lost.</exception>
    public void CheckIsThere()
    {
        if (Lost is { } lost) throw new GpuException(lost.Message, lost);
    }

    private void Forget()
    {
        if (_open.TryGetValue((Info.Kind, Info.Name), out SharedDevice? open) && open == this) _open.Remove((Info.Kind, Info.Name));
    }
}
